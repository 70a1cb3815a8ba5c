#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]
mod injection;
mod run;
mod scenario {
    pub(crate) mod samples {
        pub(crate) const PASSWORD: &str = "x";
        pub(crate) struct S(&'static str);
        impl S {
            pub(crate) fn path(&self) -> std::path::PathBuf {
                std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(self.0)
            }
        }
        pub(crate) fn named(n: &'static str) -> S {
            S(n)
        }
    }
}
