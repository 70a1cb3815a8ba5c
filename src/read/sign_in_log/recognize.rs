//! Recognizes logs by their content: what their first records, or their columns, are called.

use std::ops::ControlFlow;

use crate::read::json::window::members;
use crate::read::sign_in_log::csv;
use crate::read::sign_in_log::json::{self, Piece, Take};
use crate::read::sign_in_log::marks::{Content, Marks};

/// What a text holds, by its first 64 KiB without byte order mark; `None` when it is nothing of a sign-in log.
pub(super) fn content(prefix: &str) -> Option<Content> {
    if is_json(prefix) {
        let mut first = First::default();
        json::walk(&mut prefix.as_bytes(), &mut first);
        return first.content;
    }
    let mut marks = Marks::default();
    let columns = csv::header(prefix).filter(|columns| columns.len() > 2)?;
    marks.columns(&columns);
    marks.content()
}

/// Whether a text is JSON rather than CSV.
pub(super) fn is_json(prefix: &str) -> bool {
    prefix.trim_start().starts_with(['{', '['])
}

/// Looks at the records until one is a sign-in.
#[derive(Debug, Default)]
struct First {
    content: Option<Content>,
    seen: usize,
}

/// Records that are looked at, and members of each.
const MOST: usize = 200;

impl First {
    fn find(&mut self, found: Option<Content>) {
        self.content = match (self.content, found) {
            (_, Some(Content::SignIns)) => found,
            (before, _) => before.or(found),
        };
    }

    fn record(&mut self, raw: &[u8], is_cut: bool) {
        let mut marks = Marks::default();
        for (name, value) in members(raw).take(MOST) {
            marks.member(&name, value);
        }
        if is_cut {
            marks.cut(raw);
        }
        self.find(marks.content());
    }
}

impl Take for First {
    fn piece(&mut self, piece: Piece<'_>) -> ControlFlow<()> {
        match piece {
            Piece::Whole(raw) => self.record(raw, false),
            Piece::Cut(raw) => self.record(raw, true),
            Piece::TooLarge | Piece::Broken => {}
        }
        self.seen += 1;
        let is_found = self.content == Some(Content::SignIns) || self.seen >= MOST;
        if is_found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn columns(&mut self, columns: Vec<String>) {
        let mut marks = Marks::default();
        marks.columns(&columns);
        self.find(marks.content());
    }

    fn beside_list(&mut self, name: &str, value: &[u8]) {
        let says_sign_ins = || String::from_utf8_lossy(value).to_ascii_lowercase().contains("auditlogs/signins");
        if name == "@odata.context" && says_sign_ins() {
            self.find(Some(Content::SignIns));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGN_IN: &str = r#"{"id":"f9321b0a-4762-4cfd-bb9f-6e842318eb89","createdDateTime":"2026-06-04T07:42:57Z","appId":"a","clientAppUsed":"Browser","conditionalAccessStatus":"failure","status":{"errorCode":53003}}"#;
    const AUDIT: &str = r#"{"id":"Directory_1","category":"UserManagement","correlationId":"39a2533c-3064-4bd5-8ae0-859bb7fb7f94","activityDisplayName":"Add user","initiatedBy":{},"result":"success"}"#;
    const RECORD: &str = r#"{"time":"2026-06-04T07:42:57Z","operationName":"Sign-in activity","category":"NonInteractiveUserSignInLogs","resultType":"0","properties":{}}"#;
    const AUDIT_RECORD: &str = r#"{"time":"2026-06-04T07:42:57Z","operationName":"Add user","category":"AuditLogs","resultType":"0","correlationId":"39a2533c-3064-4bd5-8ae0-859bb7fb7f94","properties":{"activityDisplayName":"Add user"}}"#;
    const FLAT: &str = r#"{"AppDisplayName":"Travel","CorrelationId":"39a2533c-3064-4bd5-8ae0-859bb7fb7f94","Id":"f9321b0a-4762-4cfd-bb9f-6e842318eb89","ResultType":"53003","TableName":"PrimaryResult"}"#;
    const STEP: &str = r#"{"requestId":"f9321b0a-4762-4cfd-bb9f-6e842318eb89","authenticationStepDateTime":"2026-06-04T07:42:57Z","authenticationMethod":"Password","succeeded":true}"#;

    #[test]
    fn sign_ins_are_recognized_in_every_envelope() {
        for text in [
            format!("[{SIGN_IN}]"),
            format!("\r\n [\r\n {SIGN_IN},"),
            SIGN_IN.to_owned(),
            format!(r#"{{"value":[{SIGN_IN}]}}"#),
            r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#auditLogs/signIns","value":[]}"#.to_owned(),
            format!("[{RECORD}]"),
            format!("[{AUDIT_RECORD},{RECORD}]"),
            format!("{AUDIT_RECORD}\n{RECORD}\n"),
            format!(r#"{{"records":[{RECORD}]}}"#),
            format!("{RECORD}\n{RECORD}"),
            format!("[{FLAT}]"),
            r#"{"tables":[{"name":"PrimaryResult","columns":[{"name":"Id"},{"name":"CorrelationId"},{"name":"ResultType"},{"name":"AppId"}],"rows":[["#.to_owned(),
            "Date (UTC),Request ID,Correlation ID,Status,Sign-in error code,Failure reason,Conditional Access\r\n".to_owned(),
            "TimeGenerated [UTC],Id,CorrelationId,ResultType,AppDisplayName\n".to_owned(),
            "CreatedDateTime,UserPrincipalName,UserDisplayName,AppDisplayName,Status,RiskLevelDuringSignIn,ConditionalAccessStatus\n".to_owned(),
        ] {
            assert_eq!(content(&text), Some(Content::SignIns), "{text}");
        }
        // Windows PowerShell sorts the names, and a row of many policies is longer than what is looked at.
        let long = format!(
            r#"[{{"AppDisplayName":"Travel","AppId":"a","AppliedConditionalAccessPolicies":[{}"#,
            r#"{"DisplayName":"P"},"#.repeat(4000)
        );
        assert_eq!(content(&long), Some(Content::SignIns));
    }

    #[test]
    fn other_texts_are_no_sign_ins() {
        for (text, expected) in [
            (format!("[{AUDIT},{AUDIT}]"), Some(Content::Other)),
            (format!(r#"{{"value":[{AUDIT}]}}"#), Some(Content::Other)),
            (format!("{AUDIT_RECORD}\n{AUDIT_RECORD}"), Some(Content::Other)),
            (format!("[{STEP}]"), Some(Content::Steps)),
            (format!(r#"{{"f9321b0a-4762-4cfd-bb9f-6e842318eb89":[{STEP}]}}"#), Some(Content::Steps)),
            (r#"[{"requestId":"f9321b0a-4762-4cfd-bb9f-6e842318eb89","authenticationDetails":[]}]"#.to_owned(), Some(Content::Steps)),
            ("Request ID,Date (UTC),Authentication method,Authentication method detail,Succeeded\n".to_owned(), Some(Content::Steps)),
            (format!(r#"{{"log":{{"version":"1.2","entries":[{SIGN_IN}]}}}}"#), None),
            (r#"[{"startedDateTime":"2026-06-04T07:42:57Z","request":{"method":"GET"},"response":{"content":{"text":"{\"appliedConditionalAccessPolicies\": ["#.to_owned(), None),
            ("[]".to_owned(), None),
            ("{}".to_owned(), None),
            (r#"{"value":[{"id":"1","status":"open","displayName":"x"}]}"#.to_owned(), None),
            (r#"[{"id":"1","appId":"a","displayName":"x"}]"#.to_owned(), None),
            (r#"{"error":"invalid_grant","error_codes":[50126],"correlation_id":"39a2533c-3064-4bd5-8ae0-859bb7fb7f94"}"#.to_owned(), None),
            ("id,username,status\n1,lena,active\n".to_owned(), None),
            ("name,value\n".to_owned(), None),
            ("AzureAdJoined : YES".to_owned(), None),
            ("<html>, a, b</html>".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(content(&text), expected, "{text}");
        }
    }
}
