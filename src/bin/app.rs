//! The page.

fn main() {
    yew::Renderer::<letopis::app::root::Root>::new().render();
}
