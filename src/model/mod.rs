//! The values that travel between the stages. They hold what is known and nothing else: no stage's logic lives here.

pub mod attempt;
pub mod capture;
pub mod comparison;
pub mod device;
pub mod exchange;
pub mod finding;
pub mod look_up;
pub mod message;
pub mod observation;
pub mod prose;
pub mod report;
pub mod shown;
pub mod text;

pub use attempt::sign_in_log;
