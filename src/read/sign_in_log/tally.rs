//! Tells the records of a log apart, passes its rows on, and counts what is left out.

use std::io;
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use crate::model::sign_in_log::Row;
use crate::read::sign_in_log::end::{End, LogError, ReadLog};
use crate::read::sign_in_log::fields::Fields;
use crate::read::sign_in_log::marks::{Content, Marks, is_of_sign_ins};
use crate::read::sign_in_log::row;

/// Takes the records of a log one by one.
pub(super) struct Tally<'a> {
    on_row: &'a mut dyn FnMut(usize, Row) -> ControlFlow<()>,
    /// Records so far, whatever they are.
    seen: usize,
    /// The columns of the table whose rows come.
    columns: Vec<String>,
    /// Records that hold only the steps of a sign-in.
    steps: u64,
    read: ReadLog,
}

impl<'a> Tally<'a> {
    pub(super) fn new(on_row: &'a mut dyn FnMut(usize, Row) -> ControlFlow<()>) -> Self {
        Self { on_row, seen: 0, columns: Vec::new(), steps: 0, read: ReadLog::default() }
    }

    /// Takes a record by its names and values.
    pub(super) fn record(&mut self, mut record: Map<String, Value>) -> ControlFlow<()> {
        if let Some(records) = inner_records(&mut record) {
            return records.into_iter().try_for_each(|record| self.value(record));
        }
        let number = self.next();
        if record.is_empty() {
            self.read.unreadable += 1;
            return ControlFlow::Continue(());
        }
        let fields = Fields(&record);
        let category = fields.text("category");
        let is_other = category.as_deref().is_some_and(|category| !is_of_sign_ins(category))
            || ["activityDisplayName", "targetResources", "initiatedBy"].iter().any(|name| fields.get(name).is_some());
        if is_other {
            self.read.other += 1;
            return ControlFlow::Continue(());
        }
        let row = match fields.object("properties") {
            Some(properties) => row::build(&unwrapped(properties.into_owned(), fields)),
            None => row::build(&record),
        };
        let Some(row) = row else {
            self.no_row(&record);
            return ControlFlow::Continue(());
        };
        self.read.rows += 1;
        self.read.without_id += u64::from(row.request_id.is_none() && row.correlation_id.is_none());
        (self.on_row)(number, row)
    }

    /// Counts a record that could not be read.
    pub(super) fn unreadable(&mut self) {
        self.next();
        self.read.unreadable += 1;
    }

    /// Counts a record that is longer than allowed.
    pub(super) fn too_large(&mut self) {
        self.next();
        self.read.too_large += 1;
    }

    /// What came of it, when the beginning of the text holds this.
    pub(super) fn finish(mut self, content: Option<Content>, end: End) -> Result<ReadLog, LogError> {
        let is_nothing = self.seen == 0 && end == End::Whole;
        self.read.end = end;
        match self.read.end {
            _ if self.read.rows > 0 => Ok(self.read),
            End::Failed(error) => Err(LogError::Io(io::Error::other(error))),
            _ if self.steps > 0 || content == Some(Content::Steps) => Err(LogError::StepsOnly),
            _ if self.read.other > 0 => Err(LogError::OtherOnly),
            _ if is_nothing => Ok(self.read),
            _ if content == Some(Content::SignIns) => Err(LogError::Broken),
            _ => Err(LogError::NotALog),
        }
    }

    fn next(&mut self) -> usize {
        let number = self.seen;
        self.seen += 1;
        number
    }

    /// Takes a record: an object, or the cells of a row of a table.
    pub(super) fn value(&mut self, value: Value) -> ControlFlow<()> {
        match value {
            Value::Object(record) => self.record(record),
            Value::Array(cells) if cells.len() == self.columns.len() => {
                let record = self.columns.iter().cloned().zip(cells).collect();
                self.record(record)
            }
            _ => {
                self.unreadable();
                ControlFlow::Continue(())
            }
        }
    }

    /// Hears of the columns of a table, whose rows come next.
    pub(super) fn columns(&mut self, columns: Vec<String>) {
        self.columns = columns;
    }

    /// Hears of a member next to a list of records.
    pub(super) fn beside_list(&mut self, name: &str, value: &[u8]) {
        self.read.has_more |=
            matches!(name, "@odata.nextLink" | "nextLink" | "odata.nextLink") && value.len() > 2 && value.starts_with(b"\"");
    }

    fn no_row(&mut self, record: &Map<String, Value>) {
        let mut marks = Marks::default();
        record.keys().for_each(|name| marks.column(name));
        if marks.content() == Some(Content::Steps) {
            self.steps += 1;
        } else {
            self.read.unreadable += 1;
        }
    }
}

/// The records of an object that is itself a list of them: a page of several that were put into one list, or what an event hub gives.
fn inner_records(record: &mut Map<String, Value>) -> Option<Vec<Value>> {
    let name = ["records", "value"].into_iter().find(|name| record.get(*name).is_some_and(Value::is_array))?;
    match record.get_mut(name) {
        Some(Value::Array(records)) => Some(std::mem::take(records)),
        _ => None,
    }
}

/// The sign-in inside a record of Azure Monitor, with what only the record around it says.
fn unwrapped(mut properties: Map<String, Value>, record: Fields<'_>) -> Map<String, Value> {
    const AROUND: &[(&str, &str)] = &[
        ("resultType", "resultType"),
        ("resultDescription", "resultDescription"),
        ("correlationId", "correlationId"),
        ("callerIpAddress", "callerIpAddress"),
        ("callerIpAddress", "ipAddress"),
        ("identity", "identity"),
        ("location", "location"),
        ("time", "time"),
    ];
    for (around, name) in AROUND {
        if Fields(&properties).get(name).is_none() {
            let value = record.get(around).cloned();
            properties.extend(value.map(|value| ((*name).to_owned(), value)));
        }
    }
    properties
}
