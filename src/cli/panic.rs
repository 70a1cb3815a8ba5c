//! What is said when entrace itself is broken: where in its code, and nothing of the trace.

use std::panic::{self, PanicHookInfo};

use super::output::error_line;

/// From now on a panic says where it happened only: its message could hold a part of the trace.
pub(crate) fn keep_silent() {
    panic::set_hook(Box::new(|info| error_line(&complaint(info))));
}

fn complaint(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(|| "an unknown place".to_owned(), |place| format!("{}:{}", place.file(), place.line()));
    format!("entrace {} failed at {place}; please report this, without the capture", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn a_panic_tells_the_place_and_no_data() {
        let said = Arc::new(Mutex::new(String::new()));
        let hears = Arc::clone(&said);
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| *hears.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = complaint(info)));
        let broken =
            panic::catch_unwind(|| std::hint::black_box(Err::<(), _>("nine Walnut stairs")).is_ok() || panic!("nine Walnut stairs"));
        panic::set_hook(before);
        let said = said.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        assert!(broken.is_err() && said.contains("src/cli/panic.rs:") && !said.contains("Walnut"), "{said}");
    }
}
