//! Starts the application in the page.

fn main() {
    frontend::start();
}
