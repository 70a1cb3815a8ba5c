//! Sign-ins that are told again and again, each time with other ids.

use jiff::Timestamp;

use super::totals::Totals;
use crate::scenario::json::Object;
use crate::scenario::pages::{self, Page};
use crate::scenario::sign_in::{ADA, MIRIAM, ORDERS, PLANNER, SignIn, TOBIAS, TRAVEL, User};
use crate::scenario::stories::passwords;
use crate::scenario::story::{Exchange, Story};

/// A sign-in with its outcome and the codes that a report names.
struct Tale {
    tell: fn(&mut Story, &User),
    outcome: &'static str,
    codes: &'static [&'static str],
}

const TALES: &[Tale] = &[
    Tale { tell: wrong_password_then_success, outcome: "succeeded", codes: &["AADSTS50058", "AADSTS50126"] },
    Tale { tell: |story, _| passwords::locks_out(story), outcome: "failed", codes: &["AADSTS50058", "AADSTS50126", "AADSTS50053"] },
    Tale { tell: multifactor_passed, outcome: "succeeded", codes: &["AADSTS50058", "AADSTS50074", "AADSTS50140"] },
    Tale { tell: multifactor_denied, outcome: "failed", codes: &["AADSTS50058", "AADSTS50074", "AADSTS500121"] },
    Tale { tell: registration_left_open, outcome: "interrupted", codes: &["AADSTS50058", "AADSTS50072"] },
    Tale { tell: blocked_by_policy, outcome: "failed", codes: &["AADSTS53003"] },
    Tale { tell: token_renewal_needs_mfa, outcome: "interrupted", codes: &["AADSTS50076"] },
    Tale { tell: not_assigned, outcome: "failed", codes: &["AADSTS50058", "AADSTS50105"] },
];

/// Tells the sign-in with this number, which begins at a time.
pub(super) fn tell(seed: u64, number: u64, start: Timestamp, totals: &mut Totals) -> Vec<Exchange> {
    let turn = usize::try_from((seed + number) % TALES.len() as u64).expect("one of a few");
    let tale = &TALES[turn];
    // Ids come from the title, which a story keeps for good; there are a few hundred in the largest capture.
    let title: &'static str = format!("sign-in {seed}-{number}").leak();
    let mut story = Story::new(title, &start.to_string());
    let users = [&MIRIAM, &TOBIAS, &ADA];
    (tale.tell)(&mut story, users[turn % users.len()]);
    totals.ends(tale.outcome);
    tale.codes.iter().for_each(|code| totals.finds(code));
    // Chrome loses the pages that it leaves; here every format shows the same.
    story.exchanges.iter_mut().for_each(|exchange| exchange.left_behind = false);
    story.exchanges
}

const WRONG_PASSWORD: &str = "Your account or password is incorrect. If you don't remember your password, <a>reset it now.</a>";

fn wrong_password_then_success(story: &mut Story, user: &User) {
    let sign_in = SignIn::new(story, "only", &ORDERS, user);
    sign_in.opens(story);
    sign_in.looks_up_account(story, 0, None);
    sign_in.submits(story, "passwd", "Quince&Harbor=7 lamps").page(&sign_in, &Page::sign_in_again("50126", WRONG_PASSWORD));
    story.wait(9);
    let code = story.authorization_code();
    sign_in.submits_password(story).signs_in().redirects_to(&sign_in.success(&code));
    story.get(sign_in.success(&code)).redirects_to("https://app.contoso.example/orders");
}

fn multifactor_passed(story: &mut Story, user: &User) {
    let mut sign_in = SignIn::new(story, "only", &PLANNER, user);
    sign_in.opens(story);
    sign_in.submits_password(story).page(&sign_in, &Page::multifactor("PhoneAppNotification", user.phone));
    sign_in.begins_mfa(story, "PhoneAppNotification");
    sign_in.polls_mfa(story, "AuthenticationPending", 0);
    sign_in.polls_mfa(story, "Success", 0);
    sign_in.processes_mfa(story, None).page(&sign_in, &Page::keep_me_signed_in());
    story.wait(4);
    let code = story.authorization_code();
    sign_in.stays_signed_in(story).signs_in().redirects_to(&sign_in.success(&code));
    story.get(PLANNER.redirect_uri).html(200, "<html><body><div id=\"root\"></div></body></html>".to_owned());
    sign_in.redeems(story, &code);
}

fn multifactor_denied(story: &mut Story, user: &User) {
    let mut sign_in = SignIn::new(story, "only", &ORDERS, user);
    sign_in.opens(story);
    sign_in.submits_password(story).page(&sign_in, &Page::multifactor("PhoneAppNotification", user.phone));
    sign_in.begins_mfa(story, "PhoneAppNotification");
    sign_in.polls_mfa(story, "AuthenticationPending", 0);
    sign_in.polls_mfa(story, "PhoneAppDenied", 500_121);
}

fn registration_left_open(story: &mut Story, user: &User) {
    const REGISTRATION: &str = "https://mysignins.microsoft.com/register";
    let sign_in = SignIn::new(story, "only", &TRAVEL, user);
    sign_in.opens(story);
    sign_in.looks_up_account(story, 0, None);
    sign_in.submits_password(story).page(&sign_in, &Page::registration(REGISTRATION));
    let token = story.opaque("evo_code", 130);
    story
        .post(REGISTRATION)
        .header("Origin", "https://login.microsoftonline.com")
        .form(&[("evo_code", &token), ("canary", &sign_in.canary), ("flowToken", &sign_in.flow_token)])
        .html(200, "<html><head><title>My Sign-Ins | Register</title></head><body><div id=\"root\"></div></body></html>".to_owned());
}

fn blocked_by_policy(story: &mut Story, user: &User) {
    let sign_in = SignIn::new(story, "only", &ORDERS, user);
    story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::conditional_access(53_003));
}

fn token_renewal_needs_mfa(story: &mut Story, user: &User) {
    let sign_in = SignIn::new(story, "only", &PLANNER, user);
    let refresh_token = story.opaque("refresh_token", 220);
    let message = "AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you \
                   must use multi-factor authentication to access '00000003-0000-0000-c000-000000000000'.";
    story
        .post(sign_in.endpoint("/oauth2/v2.0/token"))
        .fetch()
        .form(&[
            ("client_id", PLANNER.client_id),
            ("scope", PLANNER.scope),
            ("grant_type", "refresh_token"),
            ("refresh_token", &refresh_token),
            ("client-request-id", &sign_in.correlation_id),
        ])
        .answers(400, |seen| pages::token_error("interaction_required", message, &sign_in.correlation_id, seen));
    story.get("https://planner.contoso.example/assets/offline.json").fetch().answers(200, |_| Object::new().with("banner", "offline"));
}

fn not_assigned(story: &mut Story, user: &User) {
    let sign_in = SignIn::new(story, "only", &TRAVEL, user);
    sign_in.opens(story);
    sign_in.looks_up_account(story, 0, None);
    let message = "AADSTS50105: Your administrator has configured the application Contoso Travel to block users unless they are \
                   specifically granted access to the application.";
    sign_in.submits_password(story).page(&sign_in, &Page::error(message));
}
