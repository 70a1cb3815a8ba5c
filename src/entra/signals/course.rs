//! Signals of the course of the sign-in: what came before and after, how often, how long.

use super::row::Values::{Code, Interrupt, Number, Outcome, Page, Stage, Words};
use super::row::signals;

const NO_CLIENT: Option<&str> = Some("the trace does not name the application");

signals! {
    OUTCOME = "outcome", Outcome, "how the attempt ended", None;
    SILENT = "silent", Words(&["yes", "no"]), "whether the attempt could show no page (`prompt=none`)", None;
    CODE_BEFORE = "code_before", Code, "other codes of the attempt that were seen before the last exchange with this one", None;
    CODE_AFTER = "code_after", Code, "other codes of the attempt that were seen after the first exchange with this one", None;
    CODE_ELSEWHERE = "code_elsewhere", Code, "codes of the other attempts in the capture", None;
    TIMES = "times", Number("exchanges"), "how many exchanges of the attempt show the code", None;
    TIMES_IN_CAPTURE = "times_in_capture", Number("exchanges"), "how many exchanges of the capture show the code", None;
    STAGE_SEEN = "stage_seen", Stage, "the stages of the attempt", None;
    LAST_STAGE = "last_stage", Stage, "the last step of the attempt that moved it on", None;
    PAGE_SHOWN = "page_shown", Page, "the pages of the attempt", None;
    LAST_PAGE = "last_page", Page, "the last page of the attempt", Some("the attempt shows no page");
    INTERRUPT_ASKED = "interrupt_asked", Interrupt, "the interrupts of the attempt", None;
    INTERRUPT_PASSED = "interrupt_passed", Interrupt, "those of them that were passed", None;
    LATER_SUCCESS = "later_success", Words(&["yes", "no"]), "a later attempt of the same application, and of no other user, in the same capture", NO_CLIENT;
    EARLIER_SUCCESS = "earlier_success", Words(&["yes", "no"]), "an earlier attempt of the same application in the same capture", NO_CLIENT;
    CLIENT_ATTEMPTS = "client_attempts", Number("attempts"), "attempts of the same application that began in the five minutes before this one, and this one", NO_CLIENT;
    MFA_PROMPTS = "mfa_prompts", Number("prompts"), "requests that began a multifactor challenge", None;
    MFA_WAIT = "mfa_wait", Number("seconds"), "from the last of these requests to the last that asked for the result", Some("both requests have to be in the attempt, with times");
    REDEMPTION_DELAY = "redemption_delay", Number("seconds"), "from the response at the redirect URI to the token request that redeems it", Some("both requests have to be in the attempt, with times");
}
