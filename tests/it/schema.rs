//! The JSON report against the schema that `entrace schema` prints.

use serde_json::Value;

use crate::run::{entrace, report_on, run};
use crate::scenario::samples;

#[test]
fn every_sample_report_fits_the_schema() {
    let schema: Value = serde_json::from_str(&run(entrace().arg("schema")).stdout).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    for sample in samples::all() {
        let report = report_on(&samples::folder().join(sample.file));
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}:\n{}", sample.file, errors.join("\n"));
    }
}

#[test]
fn the_schema_refuses_what_is_no_report() {
    let schema: Value = serde_json::from_str(&run(entrace().arg("schema")).stdout).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let mut report = report_on(&samples::folder().join("locked-out.har"));
    report["attempts"][0]["id"] = Value::from("one");
    assert!(!validator.is_valid(&report));
}
