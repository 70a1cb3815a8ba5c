//! What rows of sign-in logs and outputs of `dsregcmd` tell of people: learned, so that it goes from every text of the report.

use super::kind::Class;
use super::kind::SecretKind;
use super::people::personal::address_kind;
use super::secrets::Secrets;
use crate::model::device::Device;
use crate::model::sign_in_log::Row;

impl Secrets {
    /// Learns the people and machines of a row.
    pub(crate) fn learn_row(&mut self, row: &Row) {
        if let Some(name) = &row.user {
            self.user(name);
        }
        for (kind, value) in [(SecretKind::Name, &row.display_name), (SecretKind::Device, &row.device.name)] {
            if let Some(value) = value {
                self.label(Class::Personal, kind, value);
            }
        }
        for address in row.ip.iter().chain(&row.other_addresses) {
            if let Some(kind) = address_kind(address) {
                self.label(Class::Personal, kind, address);
            }
        }
    }

    /// Learns the people and the names of a device.
    pub(crate) fn learn_device(&mut self, device: &Device) {
        for name in &device.names.users {
            self.user(name);
        }
        for name in &device.names.devices {
            self.label(Class::Personal, SecretKind::Device, name);
        }
    }
}
