//! Paints test windows on the processor: no display, no graphics card, the same picture on every machine.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::OnceLock;

use egui::epaint::{ClippedPrimitive, ImageData, Mesh, Primitive, Vertex};
use egui::{Color32, ColorImage, FontDefinitions, Rect, TextureId, TexturesDelta, Theme, Ui, Vec2};
use egui_kittest::{Harness, TestRenderer};
use image::RgbaImage;
use kesu::ui::theme::Tokens;

/// A window in a test. Derefs to the harness; [`Screen::image`] paints what it shows now.
pub struct Screen<'a, State = ()> {
    harness: Harness<'a, State>,
    painter: Rc<RefCell<Painter>>,
    theme: Theme,
}

impl<'a, State> Deref for Screen<'a, State> {
    type Target = Harness<'a, State>;
    fn deref(&self) -> &Self::Target {
        &self.harness
    }
}

impl<State> DerefMut for Screen<'_, State> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.harness
    }
}

/// A window of `size` points with the faces and looks of the desk, in one theme.
pub fn harness<'a, State: 'a>(
    size: impl Into<Vec2>,
    theme: Theme,
    state: State,
    app: impl FnMut(&mut Ui, &mut State) + 'a,
) -> Screen<'a, State> {
    scaled_harness(size, 1.0, theme, state, app)
}

/// As [`harness`], with `scale` pixels a point.
pub fn scaled_harness<'a, State: 'a>(
    size: impl Into<Vec2>,
    scale: f32,
    theme: Theme,
    state: State,
    app: impl FnMut(&mut Ui, &mut State) + 'a,
) -> Screen<'a, State> {
    let painter = Rc::new(RefCell::new(Painter::default()));
    let harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(scale)
        .with_theme(theme)
        .with_max_steps(16)
        .with_context_setup(|ctx| {
            ctx.set_fonts(faces());
            kesu::ui::theme::install(ctx);
        })
        .renderer(Textures(Rc::clone(&painter)))
        .build_ui_state(app, state);
    Screen { harness, painter, theme }
}

/// The faces, unpacked once for all tests.
fn faces() -> FontDefinitions {
    static FACES: OnceLock<FontDefinitions> = OnceLock::new();
    FACES.get_or_init(|| kesu::ui::fonts::definitions().expect("the faces unpack")).clone()
}

impl<State> Screen<'_, State> {
    /// What the window shows, on the ground of the theme's panels.
    pub fn image(&self) -> RgbaImage {
        let output = self.harness.output();
        let scale = output.pixels_per_point;
        let size = self.harness.ctx.content_rect().size() * scale;
        let primitives = self.harness.ctx.tessellate(output.shapes.clone(), scale);
        self.painter.borrow().paint(&primitives, scale, size, Tokens::by(self.theme).panel)
    }

    /// Writes the picture as `name`.png into the build's folder for test files and gives its path.
    pub fn save_png(&self, name: &str) -> PathBuf {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        self.image().save(&path).expect("the folder for test files can be written");
        path
    }
}

struct Textures(Rc<RefCell<Painter>>);

impl TestRenderer for Textures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.0.borrow_mut().take(std::mem::take(delta));
    }
}

/// Textures and the painting of triangles with them.
#[derive(Default)]
struct Painter {
    textures: HashMap<TextureId, ColorImage>,
}

impl Painter {
    #[expect(clippy::iter_over_hash_type, reason = "textures do not depend on each other, so their order is free")]
    fn take(&mut self, mut delta: TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                let ImageData::Color(patch) = change.image;
                match change.pos {
                    None => {
                        self.textures.insert(id, (*patch).clone());
                    }
                    Some([left, top]) => {
                        let Some(whole) = self.textures.get_mut(&id) else { continue };
                        for (row, line) in patch.pixels.chunks(patch.size[0]).enumerate() {
                            let start = (top + row) * whole.size[0] + left;
                            whole.pixels[start..start + line.len()].copy_from_slice(line);
                        }
                    }
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn paint(&self, primitives: &[ClippedPrimitive], scale: f32, size: Vec2, ground: Color32) -> RgbaImage {
        let mut canvas = Canvas::new(size.x.round() as usize, size.y.round() as usize, ground);
        for part in primitives {
            let Primitive::Mesh(mesh) = &part.primitive else { continue };
            if let Some(texture) = self.textures.get(&mesh.texture_id) {
                canvas.mesh(mesh, texture, part.clip_rect, scale);
            }
        }
        canvas.into_image()
    }
}

/// Steps of one pixel that corners are rounded to.
const STEPS: f32 = 256.0;

struct Canvas {
    wide: usize,
    high: usize,
    pixels: Vec<Color32>,
}

/// A corner in steps, its place in the texture in texels, its colour.
#[derive(Clone, Copy)]
struct Corner {
    x: i64,
    y: i64,
    u: f32,
    v: f32,
    colour: [f32; 4],
}

impl Corner {
    fn new(vertex: &Vertex, texture: &ColorImage, scale: f32) -> Self {
        let [r, g, b, a] = vertex.color.to_array().map(f32::from);
        Self {
            x: (vertex.pos.x * scale * STEPS).round() as i64,
            y: (vertex.pos.y * scale * STEPS).round() as i64,
            u: vertex.uv.x * texture.size[0] as f32 - 0.5,
            v: vertex.uv.y * texture.size[1] as f32 - 0.5,
            colour: [r, g, b, a],
        }
    }
}

/// Twice the area of the triangle `a`, `b`, `(x, y)`: positive on the inner side of an edge.
fn edge(a: &Corner, b: &Corner, x: i64, y: i64) -> i64 {
    (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)
}

/// Whether pixels whose middle lies exactly on this edge belong to the triangle.
fn owns_its_edge(a: &Corner, b: &Corner) -> bool {
    (a.y == b.y && b.x > a.x) || b.y < a.y
}

impl Canvas {
    fn new(wide: usize, high: usize, ground: Color32) -> Self {
        Self { wide, high, pixels: vec![ground; wide * high] }
    }

    fn into_image(self) -> RgbaImage {
        let bytes = self.pixels.iter().flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b(), 255]).collect();
        RgbaImage::from_raw(self.wide as u32, self.high as u32, bytes).expect("four bytes a pixel")
    }

    fn mesh(&mut self, mesh: &Mesh, texture: &ColorImage, clip: Rect, scale: f32) {
        let span = |from: f32, to: f32, most: usize| {
            let inside = |edge: f32| (edge * scale).round().clamp(0.0, most as f32) as i64;
            (inside(from), inside(to))
        };
        let clip = (span(clip.left(), clip.right(), self.wide), span(clip.top(), clip.bottom(), self.high));
        for corners in mesh.indices.chunks_exact(3) {
            let [a, b, c] = [0, 1, 2].map(|at| &mesh.vertices[corners[at] as usize]);
            if [a, b, c].iter().all(|vertex| vertex.pos.x.is_finite() && vertex.pos.y.is_finite()) {
                self.triangle([a, b, c].map(|vertex| Corner::new(vertex, texture, scale)), texture, clip);
            }
        }
    }

    fn triangle(&mut self, [a, mut b, mut c]: [Corner; 3], texture: &ColorImage, clip: ((i64, i64), (i64, i64))) {
        let mut area = edge(&a, &b, c.x, c.y);
        if area < 0 {
            std::mem::swap(&mut b, &mut c);
            area = -area;
        }
        if area == 0 {
            return;
        }
        let steps = STEPS as i64;
        let ((left, right), (top, bottom)) = clip;
        let low =
            |values: [i64; 3], edge: i64| values.into_iter().min().map_or(edge, |v| v.div_euclid(steps).max(edge));
        let high = |values: [i64; 3], edge: i64| values.into_iter().max().map_or(edge, |v| (v / steps + 1).min(edge));
        let bias = [(&b, &c), (&c, &a), (&a, &b)].map(|(from, to)| i64::from(!owns_its_edge(from, to)));
        let flat = (a.u == b.u && b.u == c.u && a.v == b.v && b.v == c.v).then(|| sample(texture, a.u, a.v));
        let plain = a.colour == b.colour && b.colour == c.colour;
        for y in low([a.y, b.y, c.y], top)..high([a.y, b.y, c.y], bottom) {
            for x in low([a.x, b.x, c.x], left)..high([a.x, b.x, c.x], right) {
                let (px, py) = (x * steps + steps / 2, y * steps + steps / 2);
                let inner = [edge(&b, &c, px, py), edge(&c, &a, px, py), edge(&a, &b, px, py)];
                if inner.iter().zip(bias).any(|(inside, bias)| *inside < bias) {
                    continue;
                }
                let share = inner.map(|inside| inside as f32 / area as f32);
                let mix = |of: [f32; 3]| of[0] * share[0] + of[1] * share[1] + of[2] * share[2];
                let texel = flat.unwrap_or_else(|| sample(texture, mix([a.u, b.u, c.u]), mix([a.v, b.v, c.v])));
                let ink = std::array::from_fn(|k| {
                    let colour = if plain { a.colour[k] } else { mix([a.colour[k], b.colour[k], c.colour[k]]) };
                    colour * texel[k] / 255.0
                });
                self.blend(y as usize * self.wide + x as usize, ink);
            }
        }
    }

    /// Lays a premultiplied colour over a pixel, in gamma space as the window does.
    fn blend(&mut self, at: usize, [r, g, b, a]: [f32; 4]) {
        let under = self.pixels[at].to_array().map(f32::from);
        let over = |ink: f32, under: f32| (ink + under * (1.0 - a / 255.0)).round().clamp(0.0, 255.0) as u8;
        self.pixels[at] = Color32::from_rgb(over(r, under[0]), over(g, under[1]), over(b, under[2]));
    }
}

/// The texture at a place in texels, mixed from its four neighbours.
fn sample(texture: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [wide, high] = texture.size;
    let texel = |x: f32, y: f32| {
        let x = x.clamp(0.0, (wide - 1) as f32) as usize;
        let y = y.clamp(0.0, (high - 1) as f32) as usize;
        texture.pixels[y * wide + x].to_array().map(f32::from)
    };
    let (x, y) = (u.floor(), v.floor());
    let (right, down) = (u - x, v - y);
    if right.abs() < 1e-3 && down.abs() < 1e-3 {
        return texel(x, y);
    }
    let (nw, ne, sw, se) = (texel(x, y), texel(x + 1.0, y), texel(x, y + 1.0), texel(x + 1.0, y + 1.0));
    std::array::from_fn(|k| {
        let top = nw[k] + (ne[k] - nw[k]) * right;
        let bottom = sw[k] + (se[k] - sw[k]) * right;
        top + (bottom - top) * down
    })
}

mod tests {
    use super::*;

    fn count(image: &RgbaImage, colour: Color32) -> usize {
        image.pixels().filter(|pixel| pixel.0[..3] == colour.to_array()[..3]).count()
    }

    #[test]
    fn a_rectangle_covers_its_pixels_once_and_text_is_drawn() {
        let screen = harness([120.0, 60.0], Theme::Light, (), |ui, ()| {
            let half = Tokens::LIGHT.accent.gamma_multiply(0.5);
            ui.painter().rect_filled(Rect::from_min_max([10.0, 10.0].into(), [30.0, 20.0].into()), 0.0, half);
            let font = kesu::ui::theme::font::body();
            ui.painter().text([60.0, 20.0].into(), egui::Align2::LEFT_TOP, "客诉台", font, Tokens::LIGHT.text);
        });
        let image = screen.image();
        assert_eq!(image.dimensions(), (120, 60));
        let inside = image.get_pixel(20, 15).0;
        let once = Color32::from_rgb(inside[0], inside[1], inside[2]);
        assert_ne!(once, Tokens::LIGHT.panel);
        assert_eq!(count(&image, once), 20 * 10, "every pixel once: no seam between the triangles, no edge doubled");
        assert!(image.enumerate_pixels().any(|(x, _, pixel)| x >= 60 && pixel.0[0] < 90), "no ink where the text is");
    }

    #[test]
    fn the_same_window_is_painted_the_same_twice() {
        let paint = || {
            harness([200.0, 80.0], Theme::Dark, (), |ui, ()| {
                ui.label("回访");
            })
            .image()
        };
        assert_eq!(paint(), paint());
    }

    #[test]
    fn twice_the_scale_gives_four_times_the_pixels() {
        let screen = scaled_harness([50.0, 40.0], 2.0, Theme::Light, (), |ui, ()| {
            ui.label("结案");
        });
        assert_eq!(screen.image().dimensions(), (100, 80));
    }
}
