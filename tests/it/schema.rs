//! The JSON report against the schema that `entrace schema` prints.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

use crate::run::{entrace, on, report_on, run};
use crate::scenario::samples;

/// A schema that values are held against.
pub(crate) struct Validator {
    schemas: Schemas,
    schema: SchemaIndex,
}

impl Validator {
    /// The schema that `entrace schema` prints with these arguments.
    pub(crate) fn new(arguments: &[&str]) -> Self {
        const NAME: &str = "https://entrace.example/schema.json";
        let schema: Value = serde_json::from_str(&run(entrace().arg("schema").args(arguments)).stdout).expect("the schema is JSON");
        let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
        compiler.add_resource(NAME, schema).expect("the schema has a name");
        let schema = compiler.compile(NAME, &mut schemas).expect("the schema is a schema");
        Self { schemas, schema }
    }

    /// What does not fit, in words.
    pub(crate) fn error(&self, value: &Value) -> Option<String> {
        self.schemas.validate(value, self.schema).err().map(|error| format!("{error:#}"))
    }
}

#[test]
fn every_line_of_every_sample_fits_the_schema_of_lines() {
    let validator = Validator::new(&["--lines"]);
    let mut lines = 0;
    for sample in samples::all() {
        for line in on(&sample.path(), &["--format", "jsonl"]).stdout.lines() {
            let line: Value = serde_json::from_str(line).expect("a line is JSON");
            assert_eq!(validator.error(&line), None, "{}", sample.file);
            lines += 1;
        }
    }
    assert!(lines >= 30, "{lines} lines");
    assert!(validator.error(&report_on(&samples::folder().join("locked-out.har"))).is_some(), "a report is no line");
}

#[test]
fn every_sample_report_fits_the_schema() {
    let validator = Validator::new(&[]);
    for sample in samples::all() {
        let report = report_on(&samples::folder().join(sample.file));
        assert_eq!(validator.error(&report), None, "{}", sample.file);
    }
}

#[test]
fn a_report_on_a_sign_in_log_alone_fits_the_schema() {
    let path = crate::run::root().join("tests/it/sign_in_logs/PT1H.json");
    assert_eq!(Validator::new(&[]).error(&report_on(&path)), None);
    let lines = Validator::new(&["--lines"]);
    for line in on(&path, &["--format", "jsonl"]).stdout.lines() {
        assert_eq!(lines.error(&serde_json::from_str(line).expect("a line is JSON")), None);
    }
}

#[test]
fn the_schema_refuses_what_is_no_report() {
    let validator = Validator::new(&[]);
    let mut report = report_on(&samples::folder().join("locked-out.har"));
    report["attempts"][0]["id"] = Value::from("one");
    assert!(validator.error(&report).is_some());
}

#[test]
fn the_schema_lists_every_closed_set() {
    let schema: Value = serde_json::from_str(&run(entrace().arg("schema")).stdout).expect("the schema is JSON");
    let first_and_last = [
        ("Format", "har", "fiddler_text"),
        ("NoteKind", "truncated", "device_of_system"),
        ("Outcome", "succeeded", "incomplete"),
        ("Protocol", "oauth2", "unknown"),
        ("Cloud", "public", "unknown"),
        ("Stage", "authorize", "other"),
        ("InterruptKind", "credentials", "unrecognised"),
        ("Role", "cause", "informational"),
        ("Site", "token_response", "sign_in_log"),
        ("Trust", "entra_joined", "entra_registered"),
    ];
    for (set, first, last) in first_and_last {
        let words = schema["$defs"][set]["enum"].as_array().unwrap_or_else(|| panic!("{set} is not listed"));
        assert_eq!((words.first().and_then(Value::as_str), words.last().and_then(Value::as_str)), (Some(first), Some(last)), "{set}");
    }
    // A guide of one's own may name someone else.
    assert!(schema["$defs"]["Actor"]["anyOf"][0]["enum"].as_array().is_some_and(|actors| actors.len() == 12));
    let validator = Validator::new(&[]);
    for (list, field) in
        [("attempts", "outcome"), ("attempts", "protocol"), ("attempts", "cloud"), ("findings", "role"), ("captures", "format")]
    {
        let mut report = report_on(&samples::folder().join("locked-out.har"));
        report[list][0][field] = Value::from("walnut");
        assert!(validator.error(&report).is_some(), "{field}");
    }
}
