//! Findings: what is known of one, in whichever part of the page it stands.

pub(super) mod evidence;
pub(super) mod facts;
pub(super) mod guidance;
pub(super) mod other;
