//! The texts of a report that come from the trace. Everything else is ours: codes, labels, built-in guides, ids of a fixed shape.

use std::sync::Arc;

use crate::model::report::Report;

/// Visits every text of the report that comes from the trace.
pub(super) fn visit(report: &mut Report, change: &mut dyn FnMut(&mut String)) {
    for capture in &mut report.captures {
        change(&mut capture.name);
        capture.notes.iter_mut().for_each(|note| change(&mut note.message));
    }
    for attempt in &mut report.attempts {
        let named = [&mut attempt.tenant_domain, &mut attempt.client_id, &mut attempt.application, &mut attempt.redirect_uri];
        named.into_iter().flatten().for_each(&mut *change);
        let resource = [&mut attempt.resource_id, &mut attempt.resource_name, &mut attempt.user.domain, &mut attempt.user.name];
        resource.into_iter().flatten().for_each(&mut *change);
        for step in &mut attempt.steps {
            change(&mut step.method);
            change(&mut step.host);
            change(&mut step.path);
            step.page.iter_mut().for_each(&mut *change);
        }
        for interrupt in &mut attempt.interrupts {
            interrupt.page.iter_mut().for_each(&mut *change);
            interrupt.target.iter_mut().for_each(&mut *change);
        }
    }
    for finding in &mut report.findings {
        let texts = [&mut finding.name, &mut finding.message, &mut finding.oauth_error, &mut finding.suberror];
        texts.into_iter().flatten().for_each(&mut *change);
        // A template of somebody's own is filled from the trace.
        if let Some(guidance) = finding.guidance.as_mut().filter(|guidance| guidance.is_own()).map(Arc::make_mut) {
            change(&mut guidance.title);
            change(&mut guidance.meaning);
            let lists = [&mut guidance.causes, &mut guidance.confirm, &mut guidance.resolve, &mut guidance.escalate_with];
            lists.into_iter().flatten().for_each(&mut *change);
        }
    }
}
