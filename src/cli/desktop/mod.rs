//! What a run has to do with the desktop: the browser that shows a page, and the window that Explorer opens for a program.

pub(super) mod open;
pub(super) mod window;
