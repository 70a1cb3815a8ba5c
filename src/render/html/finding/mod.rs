//! Findings: what is known of one, beside its attempt and outside of any.

pub(super) mod evidence;
pub(super) mod facts;
pub(super) mod guidance;
pub(super) mod other;
mod outside;

pub(super) use outside::outside;
