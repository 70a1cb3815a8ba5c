//! A team's own guides: what fills their slots is redacted wherever the slot stands, in links, code and headings too.

use super::exchange::{Exchange, Format, filled};
use super::field::members;
use super::values::{Maker, Shape};
use crate::run::{self, Scratch};
use crate::search::Search;

const GUIDE: &str = "# AADSTS50126: <!--$userName-->[userName]<!--/$userName-->\n\nSeen by <!--$userName-->[userName]<!--/$userName-->: <!--$message-->[message]<!--/$message-->\n\n## Common causes\n\
- `<!--$userName-->[userName]<!--/$userName-->` in code.\n- <!--$signinDetails-->[x]<!--/$signinDetails-->\n\n## Steps to resolve\n1. [open](https://intranet.contoso.example/people?u=<!--$userName-->[userName]<!--/$userName-->&m=<!--$message-->[m]<!--/$message-->)\n\
2. ![x](https://intranet.contoso.example/<!--$userName-->[userName]<!--/$userName-->.png \"<!--$message-->[m]<!--/$message-->\")\n3. <https://intranet.contoso.example/<!--$userName-->[userName]<!--/$userName-->>\n\n\
## What to attach\n* <!--$errorCodeContent-->[x]<!--/$errorCodeContent-->\n\n[ref]: https://intranet.contoso.example/<!--$userName-->[userName]<!--/$userName-->\nSee [it][ref].\n";

const SIGN_IN: &str = "POST https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token\nContent-Type: application/x-www-form-urlencoded\n\n\
client_id=d3590ed6-52b3-4102-aeff-aad2292ab01c&grant_type=password&username=$n&password=$q\n<<< 400\nContent-Type: application/json\n\n\
{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50126: Error validating credentials of $n, sent Authorization: Bearer $v at C:\\\\Users\\\\$nx. Trace ID: 0b9e4d7a-61c3-4f28-8a5e-d2c7f1903b6e\",\"error_codes\":[50126]}";

#[test]
fn slots_of_a_guide_show_nobody_and_no_secret() {
    let scratch = Scratch::new("attacks_guides");
    scratch.file("guides/own.md", GUIDE);
    let guides = scratch.path().join("guides");
    let mut maker = Maker::new(4242);
    let (user, secret) = (maker.value(Shape::Mail), maker.value(Shape::Opaque(44)));
    let capture = scratch.file("case.har", Format::Har.write(&[Exchange::parse(&filled(SIGN_IN, &user.text, &secret.text))]));
    let values = [&user.parts[0], &secret.parts[0], &secret.parts[1]];
    let search = Search::new(values.iter().map(|value| value.as_str()));
    let mut leaks = Vec::new();
    let mut look = |name: String, bytes: &[u8], shows: bool| {
        leaks.extend(search.find(bytes).into_keys().filter(|at| !shows || *at > 0).map(|at| format!("guide | {name}: {}", values[at])));
    };
    for format in run::formats() {
        for more in [&[][..], &["--verbose"], &["--show-personal-data"]] {
            let mut command = run::entrace();
            command.args(["--format", &format, "--guidance"]).arg(&guides).args(more).arg(&capture);
            let outcome = run::run(&mut command);
            assert_eq!(outcome.status, Some(1), "{format} {more:?}: {}", outcome.stderr);
            let shows = more.contains(&"--show-personal-data");
            look(format!("{format} {more:?}"), outcome.stdout.as_bytes(), shows);
            look(format!("{format} {more:?}, stderr"), outcome.stderr.as_bytes(), shows);
        }
    }
    let case = scratch.path().join("case.zip");
    let outcome = run::run(run::entrace().args(["bundle", "--guidance"]).arg(&guides).arg(&capture).arg("-o").arg(&case));
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    for member in members("bundle", &std::fs::read(&case).expect("the bundle")) {
        look(member.name.clone(), &member.bytes, false);
    }
    assert!(leaks.is_empty(), "\n{}", leaks.join("\n"));
}
