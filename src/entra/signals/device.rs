//! Signals of the device and the client program.

use super::row::Values::{Number, Words};
use super::row::signals;

const NO_AGENT: Option<&str> = Some("no request of the attempt has a `User-Agent` header");
const NO_PAGE: Option<&str> = Some("no page of the attempt tells it; block and error pages do");

signals! {
    DEVICE_TOKEN = "device_token", Words(&["sent", "not_sent"]), "`x-ms-RefreshTokenCredential` (the primary refresh token) as cookie or header, where other cookies were sent", Some("no cookies are in the trace, as in a sanitized HAR or a fresh browser");
    DEVICE_STATE = "device_state", Words(&["unregistered", "registered", "managed", "compliant", "not_compliant", "other"]), "`sDeviceState` in `$Config` of a page", NO_PAGE;
    DEVICE_ID = "device_id", Words(&["shown", "not_shown"]), "`sDeviceId` in `$Config` of a page", NO_PAGE;
    DEVICE_STEP = "device_step", Words(&["answered", "refused"]), "the exchange with the device sign-in host (device.login.*)", Some("no such exchange is in the trace, which proves nothing: brokers often bypass the proxy of a capture tool");
    BROKER = "broker", Words(&["used"]), "headers and parameters of an authentication broker (`x-client-brkrver`, `brk_client_id`, `PKeyAuth`)", Some("nothing of a broker is in the trace, which proves nothing");
    BROWSER = "browser", Words(&["edge", "chrome", "firefox", "safari", "internet_explorer", "web_view", "program", "other"]), "`User-Agent`; `program` is a library or a command-line tool", NO_AGENT;
    BROWSER_VERSION = "browser_version", Number("main version"), "`User-Agent`", NO_AGENT;
    SYSTEM = "system", Words(&["windows", "macos", "ios", "android", "linux", "chrome_os", "other"]), "`User-Agent`", NO_AGENT;
}
