//! The HTML report: it loads nothing, runs nothing but its own script, leads nowhere that it should not, and says what the other formats say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use html5gum::{DefaultEmitter, Token, Tokenizer};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::expect::list;
use crate::readers::{self, Lock};
use crate::run::{self, Scratch};
use crate::scenario::samples;

/// A page as a browser takes it apart.
#[derive(Debug, Default)]
struct Page {
    elements: Vec<Element>,
    /// What stands between the tags, with one space where a tag was.
    text: String,
}

#[derive(Debug)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    /// The text up to the next tag.
    text: String,
}

impl Page {
    fn parse(html: &str) -> Self {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let read = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let mut page = Self::default();
        for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Token::StartTag(tag) => {
                    let attributes = tag.attributes.iter().map(|(name, value)| (read(name), read(value))).collect();
                    page.elements.push(Element { name: read(&tag.name), attributes, text: String::new() });
                    page.text.push(' ');
                }
                Token::String(text) => {
                    let text = read(&text);
                    page.text.push_str(&text);
                    page.elements.last_mut().unwrap().text.push_str(&text);
                }
                Token::EndTag(_) => page.text.push(' '),
                Token::Comment(_) => panic!("the page has no comments"),
                Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        page
    }

    fn named<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    fn values<'p>(&'p self, attribute: &'p str) -> impl Iterator<Item = &'p str> {
        self.elements.iter().filter_map(move |element| element.attributes.get(attribute)).map(String::as_str)
    }

    /// The only element of a kind.
    fn only<'p>(&'p self, name: &'p str) -> &'p Element {
        let mut found = self.named(name);
        let only = found.next().unwrap_or_else(|| panic!("a {name}"));
        assert!(found.next().is_none(), "more than one {name}");
        only
    }

    /// The text without differences in space.
    fn words(&self) -> String {
        words(&self.text)
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A capture and guides in which every text is an attack; the browser's check uses them too.
fn browser_folder() -> PathBuf {
    run::root().join("tests/browser")
}

/// The attack, also in the file's name, which not every system allows outside of an archive.
fn hostile(test: &str) -> (Scratch, PathBuf, Vec<String>) {
    let scratch = Scratch::new(test);
    let har = std::fs::read(browser_folder().join("hostile.har")).unwrap();
    let path = scratch.file("attack.zip", readers::zip(Lock::Open, &[("\"><img src=x onerror=window.__xss=1>'&lt;.har", &har)]));
    let guides = browser_folder().join("hostile_guides").to_str().unwrap().to_owned();
    (scratch, path, vec!["--guidance".to_owned(), guides])
}

fn html(path: &Path, arguments: &[String]) -> String {
    let outcome = run::on(path, &[arguments, &["--format".to_owned(), "html".to_owned()]].concat());
    assert!(matches!(outcome.status, Some(0 | 1 | 3)), "{}: {}", path.display(), outcome.stderr);
    outcome.stdout
}

fn json(path: &Path, arguments: &[String]) -> Value {
    let outcome = run::on(path, &[arguments, &["--format".to_owned(), "json".to_owned()]].concat());
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// Every sample, the attack, and some with guides of a team, with the arguments that each takes. The folder lives as long as the paths are needed.
fn reports(test: &str) -> (Scratch, Vec<(PathBuf, Vec<String>)>) {
    let (scratch, path, arguments) = hostile(test);
    let mut reports: Vec<(PathBuf, Vec<String>)> = samples::all().iter().map(|sample| (sample.path(), Vec::new())).collect();
    reports.push((path, arguments));
    let team = run::root().join("tests/it/guides_of_a_team").to_str().unwrap().to_owned();
    for file in ["locked-out.har", "mfa-registration-blocked.saz", "mfa-registration-abandoned.har"] {
        reports.push((samples::named(file).path(), vec!["--guidance".to_owned(), team.clone(), "--verbose".to_owned()]));
    }
    (scratch, reports)
}

#[test]
fn a_report_loads_and_runs_nothing_but_what_is_in_it() {
    let (_scratch, reports) = reports("html_sealed");
    for (path, arguments) in reports {
        let page = Page::parse(&html(&path, &arguments));
        let hash = |name: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(&page.only(name).text)));
        let policy = page.named("meta").find(|meta| meta.attributes.contains_key("http-equiv")).expect("a policy");
        assert_eq!(policy.attributes["http-equiv"], "Content-Security-Policy");
        let expected =
            format!("default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'", hash("style"), hash("script"));
        assert_eq!(policy.attributes["content"], expected, "{}", path.display());
        for element in &page.elements {
            let loads = ["link", "img", "image", "iframe", "object", "embed", "base", "form", "use", "video", "audio", "source"];
            assert!(!loads.contains(&element.name.as_str()), "{}: {element:?}", path.display());
            // An input of another kind can be an image, or send what is typed.
            let is_search = element.attributes.get("type").is_some_and(|kind| kind == "search");
            assert!(element.name != "input" || is_search, "{}: {element:?}", path.display());
            for name in element.attributes.keys() {
                let is_harmless =
                    name != "style" && !name.starts_with("on") && name != "src" && name != "srcset" && !name.ends_with(":href");
                assert!(is_harmless, "{}: {element:?}", path.display());
            }
        }
        let css = &page.only("style").text;
        assert!(!css.contains("url(") && !css.contains("@import") && !css.contains("@font-face"), "the style loads something");
    }
}

/// Whatever the script shows goes into the page as text.
#[test]
fn the_script_makes_no_markup_of_data() {
    let (page, _) = many();
    let script = &page.only("script").text;
    for maker in [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "setHTML",
        "document.write",
        "DOMParser",
        "createContextualFragment",
        "eval(",
        "Function(",
    ] {
        assert!(!script.contains(maker), "the script uses {maker}");
    }
}

#[test]
fn links_stay_in_the_page_or_lead_to_what_a_guide_names() {
    let (_scratch, reports) = reports("html_links");
    let mut outside = 0;
    for (path, arguments) in reports {
        let page = Page::parse(&html(&path, &arguments));
        let report = json(&path, &arguments);
        let links = list(&report["findings"]).iter().flat_map(|finding| list(&finding["guidance"]["links"]));
        let allowed: BTreeSet<&str> = links.filter_map(|link| link["url"].as_str()).filter(|url| url.starts_with("https://")).collect();
        let ids: Vec<&str> = page.values("id").collect();
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "{}: an id stands twice", path.display());
        for anchor in page.elements.iter().filter(|element| element.attributes.contains_key("href")) {
            let href = anchor.attributes["href"].as_str();
            if let Some(id) = href.strip_prefix('#') {
                assert!(known.contains(id), "{}: {href} leads nowhere", path.display());
                continue;
            }
            assert!(allowed.contains(href), "{}: {href}", path.display());
            assert_eq!(anchor.attributes["rel"], "noreferrer noopener");
            outside += 1;
        }
        for attribute in ["aria-labelledby", "for", "data-copy"] {
            let missing: Vec<&str> = page.values(attribute).filter(|id| !known.contains(id)).collect();
            assert!(missing.is_empty(), "{}: {attribute} names {missing:?}", path.display());
        }
    }
    assert!(outside > 50, "guides have links, and {outside} were found");
}

#[test]
fn an_attack_stays_text() {
    let (_scratch, path, arguments) = hostile("html_attack");
    let written = html(&path, &arguments);
    let page = Page::parse(&written);
    let own = Page::parse(&html(&samples::named("locked-out.har").path(), &[]));
    assert_eq!(page.only("script").text, own.only("script").text);
    assert_eq!(page.only("style").text, own.only("style").text);
    let kinds = |page: &Page| page.elements.iter().map(|element| element.name.clone()).collect::<BTreeSet<String>>();
    let several = Page::parse(&html(&samples::named("silent-renewal-then-sign-in.har").path(), &["--verbose".to_owned()]));
    let loose = Page::parse(&html(&samples::named("resource-claims-challenge.har").path(), &[]));
    let usual: BTreeSet<String> = [&own, &several, &loose].into_iter().flat_map(kinds).collect();
    let strange: Vec<String> = kinds(&page).difference(&usual).cloned().collect();
    assert!(strange.is_empty(), "elements of no other report: {strange:?}");
    let shown = page.words();
    // What stands where only ids and addresses may is not shown at all.
    for attack in [
        "<img src=x onerror=window.__xss=1>",
        "</style></script><svg onload=window.__xss=1>",
        "\"><img src=x onerror=window.__xss=1>'&lt;.har",
        "</style><script>window.__xss=1</script> <img src=x onerror=window.__xss=1> ]]>",
        "\" onmouseover=\"window.__xss=1",
    ] {
        assert!(shown.contains(attack), "{attack} is not shown as it is:\n{shown}");
    }
}

#[test]
fn control_characters_and_turned_writing_are_shown_as_spaces() {
    let har = std::fs::read_to_string(browser_folder().join("hostile.har")).unwrap();
    let har = har.replace("is wrong.", r"is\\u001b[31m \\u202e wrong\\u0007.");
    let scratch = Scratch::new("html_controls");
    let page = html(&scratch.file("case.har", har), &[]);
    assert!(page.contains(" is [31m   wrong ."), "the message is shown");
    let steers = |letter: &char| (letter.is_control() && *letter != '\n') || matches!(letter, '\u{202a}'..='\u{202e}');
    assert_eq!(page.chars().find(steers), None);
}

/// What a text of a guide looks like when backticks are marks.
fn without_marks(text: &str) -> String {
    words(&text.replace('`', " "))
}

#[test]
fn a_report_says_what_the_json_says() {
    for sample in samples::all() {
        let report = json(&sample.path(), &[]);
        let page = Page::parse(&html(&sample.path(), &[]));
        let shown = page.words();
        let says = |text: &str| assert!(shown.contains(&words(text)), "{}: {text:?} is missing", sample.file);
        let ids: BTreeSet<&str> = page.values("id").collect();
        for capture in list(&report["captures"]) {
            says(capture["name"].as_str().unwrap());
        }
        for attempt in list(&report["attempts"]) {
            let number = attempt["id"].as_u64().unwrap();
            let section = page.elements.iter().find(|element| element.attributes.get("id") == Some(&format!("attempt-{number}"))).unwrap();
            assert_eq!(section.attributes["data-outcome"], attempt["outcome"].as_str().unwrap());
            says(attempt["verdict"].as_str().unwrap());
            for name in ["correlation_ids", "request_ids"] {
                assert!(list(&attempt[name]).is_empty() || list(&attempt[name]).iter().any(|id| shown.contains(id.as_str().unwrap())));
            }
            for (at, step) in list(&attempt["steps"]).iter().enumerate() {
                assert!(ids.contains(format!("attempt-{number}-step-{}", at + 1).as_str()), "{}: step {at}", sample.file);
                says(&format!("{}{}", step["host"].as_str().unwrap(), step["path"].as_str().unwrap()));
            }
        }
        let arrows: Vec<&str> = page
            .elements
            .iter()
            .filter(|element| element.attributes.get("class").is_some_and(|class| class.split(' ').any(|name| name == "arrow")))
            .map(|arrow| arrow.attributes["href"].as_str())
            .collect();
        let steps = list(&report["attempts"]).iter().flat_map(|attempt| {
            let number = attempt["id"].as_u64().unwrap();
            (1..=list(&attempt["steps"]).len()).map(move |step| format!("#attempt-{number}-step-{step}"))
        });
        assert_eq!(arrows, steps.collect::<Vec<String>>(), "{}: one arrow a step", sample.file);
        for finding in list(&report["findings"]) {
            says(finding["code"].as_str().unwrap());
            for name in ["meaning", "title"] {
                finding["guidance"][name]
                    .as_str()
                    .into_iter()
                    .filter(|_| finding["role"] == "cause")
                    .for_each(|text| says(&without_marks(text)));
            }
            for name in ["resolve", "causes", "confirm", "escalate_with"] {
                for bullet in list(&finding["guidance"][name]) {
                    let text = bullet.as_str().unwrap();
                    says_without_marks(&shown, if name == "resolve" { said_of_step(text) } else { text }, sample.file);
                }
            }
        }
        for note in list(&report["captures"]).iter().flat_map(|capture| list(&capture["notes"])) {
            says(note["message"].as_str().unwrap());
        }
        let notes: Vec<&str> = page.named("pre").filter_map(|note| note.attributes.get("id")).map(String::as_str).collect();
        for attempt in list(&report["attempts"]) {
            let note = format!("attempt-{}-note", attempt["id"]);
            assert!(notes.contains(&note.as_str()), "{}: no {note}", sample.file);
        }
    }
}

/// What a step says: who takes it is in an element of its own, and what is behind begins with a capital.
fn said_of_step(text: &str) -> &str {
    let behind = text.split_once(": ").filter(|(actor, _)| actor.len() <= 60 && !actor.contains(['`', '.'])).map(|(_, said)| said);
    behind.map_or(text, |said| said.trim_start_matches(char::is_alphabetic))
}

/// A mark leaves a space where its element begins and ends, also before a full stop.
fn says_without_marks(shown: &str, text: &str, file: &str) {
    let is_whole = text.matches('`').count().is_multiple_of(2);
    let wanted = if is_whole { without_marks(text) } else { words(text) };
    // A label is in an element of its own, and plain text does not say where.
    let is_there = shown.contains(&wanted) || without_spaces(shown).contains(&without_spaces(&wanted));
    assert!(is_there, "{file}: {wanted:?} is missing");
}

fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

/// All samples in one report.
fn many() -> (Page, Value) {
    let arguments = Vec::new();
    (Page::parse(&html(&samples::folder(), &arguments)), json(&samples::folder(), &arguments))
}

impl Page {
    /// The rows of the attempts.
    fn rows(&self) -> Vec<&Element> {
        self.elements.iter().filter(|element| element.name == "details" && element.attributes.contains_key("data-outcome")).collect()
    }

    /// Where something begins among the elements.
    fn position(&self, is_it: impl Fn(&Element) -> bool) -> usize {
        self.elements.iter().position(is_it).expect("it is on the page")
    }

    /// The values that a filter offers.
    fn offered(&self, filter: &str) -> BTreeSet<&str> {
        let select = self.position(|element| element.attributes.get("data-filter").is_some_and(|name| name == filter));
        let options = self.elements[select + 1..].iter().take_while(|element| element.name == "option");
        options.map(|option| option.attributes["value"].as_str()).filter(|value| !value.is_empty()).collect()
    }
}

#[test]
fn interrupted_by_filters_nothing_is_lost() {
    let (page, report) = many();
    let attempts = list(&report["attempts"]);
    let of = |pointer: &str| attempts.iter().filter_map(|attempt| attempt.pointer(pointer)?.as_str()).collect::<BTreeSet<&str>>();
    assert_eq!(page.offered("outcome"), of("/outcome"));
    let findings = list(&report["findings"]).iter().filter(|finding| !finding["attempt"].is_null());
    assert_eq!(page.offered("code"), findings.map(|finding| finding["code"].as_str().unwrap()).collect());
    let captures = attempts.iter().map(|attempt| format!("/captures/{}/name", attempt["capture"]));
    let captures = captures.map(|pointer| report.pointer(&pointer).and_then(Value::as_str).unwrap());
    assert_eq!(page.offered("capture"), captures.collect());
    assert!(page.offered("user").len() > 1);
    let rows = page.rows();
    assert_eq!(rows.len(), attempts.len());
    for (row, attempt) in rows.iter().zip(attempts) {
        assert_eq!(row.attributes["data-outcome"], attempt["outcome"].as_str().unwrap());
        for filter in ["application", "user"] {
            assert!(page.offered(filter).contains(row.attributes[&format!("data-{filter}")].as_str()), "{row:?}");
        }
    }
    assert!(page.elements.iter().all(|element| !element.attributes.contains_key("hidden")), "only the script hides");
    for few in ["locked-out.har", "silent-renewal-then-sign-in.har"] {
        let page = Page::parse(&html(&samples::named(few).path(), &[]));
        assert_eq!(page.named("select").count() + page.named("input").count(), 0, "{few} needs no filter");
    }
}

#[test]
fn only_the_attempt_to_begin_with_is_open() {
    let (page, _) = many();
    let open: Vec<&str> =
        page.rows().into_iter().filter(|row| row.attributes.contains_key("open")).map(|row| row.attributes["id"].as_str()).collect();
    let lead = page.position(|element| element.attributes.get("class").is_some_and(|class| class == "lead"));
    let link = page.elements[lead..].iter().find(|element| element.name == "a").unwrap();
    assert_eq!(open, [link.attributes["href"].trim_start_matches('#')]);
    let single = Page::parse(&html(&samples::named("locked-out.har").path(), &[]));
    assert!(single.rows().is_empty(), "a single attempt has nothing to open");
}

#[test]
fn the_summary_comes_first_and_the_captures_last() {
    let (page, report) = many();
    let id = |name: &str| page.position(|element| element.attributes.get("id").is_some_and(|id| id == name));
    let summary = id("overview-title");
    assert!(summary < id("filters") && id("filters") < id("attempt-1") && id("attempt-1") < id("captures"));
    let second = report["captures"][1]["name"].as_str().unwrap();
    let before: String =
        page.elements[..summary].iter().filter(|element| element.name != "style").map(|element| element.text.as_str()).collect();
    assert!(!before.contains(second), "a list of captures stands before the summary");
    let outcomes = |outcome: &str| list(&report["attempts"]).iter().filter(|attempt| attempt["outcome"] == outcome).count();
    for outcome in ["failed", "interrupted", "incomplete", "succeeded"] {
        let said = format!("{} {outcome}", outcomes(outcome));
        assert!(page.words().contains(&said), "{said:?} is missing");
    }
}

/// One capture names the application, another knows its id alone, a third both.
#[test]
fn an_application_counts_once_by_its_name_and_by_its_id() {
    let (page, report) = many();
    let ids: BTreeSet<&str> = list(&report["attempts"]).iter().filter_map(|attempt| attempt["application"]["client_id"].as_str()).collect();
    let unnamed = list(&report["attempts"]).iter().filter(|attempt| attempt["application"]["name"].is_null()).count();
    let unknown = list(&report["attempts"]).iter().any(|attempt| attempt["application"]["client_id"].is_null());
    assert!(unnamed > 1, "samples without a name");
    let offered = page.offered("application");
    assert_eq!(offered.len(), ids.len() + usize::from(unknown), "{offered:?}");
    assert!(!offered.iter().any(|name| *name == "7b9d3f61-0c2e-4a8d-9f15-d4e6a8b0c273"), "{offered:?}");
}

#[test]
fn attempts_are_numbered_in_their_capture() {
    let (page, report) = many();
    let rows = page.elements.iter().filter(|element| element.attributes.get("class").is_some_and(|class| class == "at"));
    let shown: Vec<&str> = rows.map(|element| element.text.trim()).filter(|text| *text != "No.").collect();
    let numbers: Vec<String> = list(&report["attempts"]).iter().map(|attempt| attempt["number"].to_string()).collect();
    assert_eq!(shown, numbers);
    assert!(page.words().contains("silent-renewal-then-sign-in.har, attempt 2"), "the capture's name is with the number");
}

/// So that it opens at once, a report on very many attempts has the text of each in one piece.
#[test]
fn very_many_attempts_are_text() {
    let sample = std::fs::read_to_string(samples::named("client-secret-expired.har").path()).unwrap();
    let mut har: Value = serde_json::from_str(sample.trim_start_matches('\u{feff}')).unwrap();
    let attempt = har["log"]["entries"][0].to_string();
    let report = json(&samples::named("client-secret-expired.har").path(), &[]);
    let all = list(&report["attempts"]).iter().flat_map(|attempt| [&attempt["correlation_ids"], &attempt["request_ids"]]);
    let ids: Vec<&str> = all.flat_map(list).filter_map(Value::as_str).collect();
    let again = |number: usize| {
        let text = ids.iter().fold(attempt.clone(), |text, id| text.replace(id, &format!("{}{number:04x}", &id[..32])));
        serde_json::from_str::<Value>(&text).unwrap()
    };
    har["log"]["entries"] = (0..501).map(again).collect();
    let scratch = Scratch::new("html_very_many");
    let path = scratch.file("case.har", har.to_string());
    let attempts = list(&json(&path, &[])["attempts"]).len();
    assert!(attempts > 500, "{attempts} attempts");
    let page = Page::parse(&html(&path, &[]));
    assert_eq!(page.rows().len(), attempts);
    assert!(page.elements.len() < 40 * attempts, "{} elements", page.elements.len());
    assert!(page.words().contains("each is shown as text"));
    assert_eq!(page.named("pre").filter(|note| note.text.contains("AADSTS7000222")).count(), attempts);
}

#[test]
fn the_title_names_outcome_code_and_capture() {
    let title = |file: &str| Page::parse(&html(&samples::named(file).path(), &[])).only("title").text.clone();
    assert_eq!(title("locked-out.har"), "FAILED AADSTS50053 - locked-out.har - entrace");
    assert_eq!(title("no-sign-in.har"), "No sign-in - no-sign-in.har - entrace");
    assert_eq!(title("before-and-after.zip"), "FAILED AADSTS50126 - before-and-after.zip/before.har and 1 more - entrace");
}

#[test]
fn it_says_whether_people_are_shown() {
    let path = samples::named("locked-out.har").path();
    assert!(html(&path, &[]).contains("secrets and personal data are masked"));
    let shown = html(&path, &["--show-personal-data".to_owned()]);
    assert!(shown.contains("names and addresses of people are shown") && !shown.contains("personal data are masked"));
}

#[test]
fn brief_changes_nothing() {
    let path = samples::named("locked-out.har").path();
    assert_eq!(html(&path, &["--brief".to_owned()]), html(&path, &[]));
}
