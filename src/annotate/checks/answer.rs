//! What the response says that gave the code.

use super::case::{Case, Observed, Value};
use crate::entra::signals::Signal;
use crate::entra::signals::answer::{
    CODE, DETAIL, MESSAGE, MFA_RESULT, MISSING_PARAMETER, OAUTH_ERROR, SITE, STAGE, STATUS, SUBERROR, TOKEN_AGE,
};
use crate::model::attempt::Step;

/// What a signal of the response is; the outer `None` for signals of other families.
#[expect(clippy::option_option, reason = "not this family's, and cannot be seen, are different")]
pub(super) fn look<'a>(case: &Case<'a>, signal: &'static Signal) -> Option<Option<Vec<Observed<'a>>>> {
    let finding = case.finding;
    let entries = || finding.evidence.iter().map(|evidence| evidence.entry).collect::<Vec<u64>>();
    let one = |value: Value<'a>| vec![Observed { value, entries: entries() }];
    let text = |text: Option<&'a str>| text.map(|text| one(Value::word(text)));
    let detail = finding.detail.as_deref();
    let seen = match signal {
        signal if signal == CODE => Some(one(Value::word(finding.code.to_string()))),
        signal if signal == MESSAGE => text(finding.message.as_deref()),
        signal if signal == DETAIL => text(detail),
        signal if signal == OAUTH_ERROR => text(finding.oauth_error.as_deref()),
        signal if signal == SUBERROR => text(finding.suberror.as_deref()),
        signal if signal == MFA_RESULT => text(mfa_result(case)),
        signal if signal == MISSING_PARAMETER => detail
            .and_then(missing_parameter)
            .map(|names| names.into_iter().map(|name| Observed { value: Value::word(name), entries: entries() }).collect()),
        signal if signal == TOKEN_AGE => token_age(case).map(|days| one(Value::Number(days))),
        // Where the client was told of it neither a log nor a text says.
        signal if signal == SITE && finding.evidence.iter().all(|shown| shown.source.is_some()) => None,
        signal if signal == SITE => Some(
            finding.evidence.iter().map(|shown| Observed { value: Value::word(shown.site.name()), entries: vec![shown.entry] }).collect(),
        ),
        signal if signal == STAGE => of_steps(case, |step| Some(Value::word(step.stage.name()))),
        signal if signal == STATUS => of_steps(case, |step| step.status.map(|status| Value::Number(u64::from(status)))),
        _ => return None,
    };
    Some(seen)
}

/// The result of the challenge: the service's name of a finding without a number, or the detail of one with a number.
fn mfa_result<'a>(case: &Case<'a>) -> Option<&'a str> {
    let finding = case.finding;
    let of_code = || finding.name.as_deref().filter(|_| finding.code.number().is_none() && finding.code.to_string().starts_with("mfa-"));
    finding.detail.as_deref().and_then(|detail| detail.strip_prefix("result: ")).or_else(of_code)
}

fn missing_parameter(detail: &str) -> Option<Vec<&str>> {
    detail.strip_prefix("missing parameter: ").map(|names| names.split(" or ").collect())
}

/// Days from the time of issue to the response.
fn token_age(case: &Case<'_>) -> Option<u64> {
    let issued = case.finding.detail.as_deref()?.strip_prefix("issued on ")?.split([',', ' ']).next()?.trim_matches('\'');
    let issued: jiff::Timestamp = issued.parse().or_else(|_| format!("{issued}Z").parse()).ok()?;
    let seconds = case.finding.timestamp?.as_second().checked_sub(issued.as_second())?;
    u64::try_from(seconds).ok().map(|seconds| seconds / 86_400)
}

fn of_steps<'a>(case: &Case<'a>, value: fn(&'a Step) -> Option<Value<'a>>) -> Option<Vec<Observed<'a>>> {
    let (_, attempt) = case.attempt?;
    let is_shown = |step: &&'a Step| case.finding.is_shown_by(step.entry);
    let seen: Vec<Observed<'a>> = attempt
        .steps
        .iter()
        .filter(is_shown)
        .filter_map(|step| Some(Observed { value: value(step)?, entries: vec![step.entry] }))
        .collect();
    (!seen.is_empty()).then_some(seen)
}
