//! What a reader that speaks is told: which words are a heading, a paragraph, a cell, and in which order.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::finish::refused;
use crate::paper::error::PaperError;
use crate::paper::sheet::{Part, TextRun};

/// Where the next thing on a page belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Rules, codes and what is repeated on every page: not read out.
    Artifact,
    /// A part of the document: its node.
    Node(usize),
}

#[derive(Debug)]
enum Kid {
    Node(usize),
    /// Page and number of the marked content on it.
    Mark(usize, usize),
}

#[derive(Debug)]
struct Node {
    tag: &'static str,
    parent: usize,
    kids: Vec<Kid>,
    alt: Option<String>,
}

/// The document as a tree; node 0 is the whole of it.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// The node behind each mark of each page.
    marks: Vec<Vec<usize>>,
    open: Vec<Place>,
    /// A line outside all parts that the next run may go on.
    line: Option<(usize, [f32; 2])>,
}

impl Tree {
    pub(super) fn new() -> Tree {
        let root = Node { tag: "Document", parent: 0, kids: Vec::new(), alt: None };
        Tree { nodes: vec![root], marks: Vec::new(), open: Vec::new(), line: None }
    }

    pub(super) fn page(&mut self) {
        self.marks.push(Vec::new());
        self.open.clear();
        self.line = None;
    }

    pub(super) fn open(&mut self, part: &Part) {
        self.line = None;
        let (Place::Node(parent), Some(tag)) = (self.inner(), tag(part)) else {
            self.open.push(Place::Artifact);
            return;
        };
        let parent = if *part == Part::Row { self.table(parent) } else { parent };
        let alt = if let Part::Figure(alt) = part { Some(alt.clone()) } else { None };
        let node = self.grow(parent, tag, alt);
        self.open.push(Place::Node(node));
    }

    pub(super) fn close(&mut self) {
        self.line = None;
        self.open.pop();
    }

    /// Where a run belongs; outside all parts each line is a paragraph of its own.
    pub(super) fn of_run(&mut self, run: &TextRun) -> Place {
        if self.open.is_empty() {
            let goes_on = |[x, y]: [f32; 2]| (y - run.y).abs() < 0.1 && (x - run.x).abs() < run.size;
            let node = match self.line {
                Some((node, end)) if goes_on(end) => node,
                _ => self.grow(0, "P", None),
            };
            self.line = Some((node, [run.x + run.width, run.y]));
            Place::Node(node)
        } else {
            self.inner()
        }
    }

    /// Where a picture belongs.
    pub(super) fn inner(&self) -> Place {
        self.open.last().copied().unwrap_or(Place::Node(0))
    }

    /// Name of a node and the number of a new mark for it on the page being written.
    pub(super) fn mark(&mut self, node: usize) -> (&'static str, usize) {
        let page = self.marks.len().saturating_sub(1);
        let Some(marks) = self.marks.last_mut() else { return ("P", 0) };
        marks.push(node);
        let number = marks.len() - 1;
        self.nodes[node].kids.push(Kid::Mark(page, number));
        (self.nodes[node].tag, number)
    }

    /// Rows that follow each other are one table, on however many pages.
    fn table(&mut self, parent: usize) -> usize {
        if let Some(Kid::Node(last)) = self.nodes[parent].kids.last()
            && self.nodes[*last].tag == "Table"
        {
            return *last;
        }
        self.grow(parent, "Table", None)
    }

    fn grow(&mut self, parent: usize, tag: &'static str, alt: Option<String>) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node { tag, parent, kids: Vec::new(), alt });
        self.nodes[parent].kids.push(Kid::Node(node));
        node
    }

    /// Puts the tree into the file.
    pub(super) fn write(&self, doc: &mut Document) -> Result<(), PaperError> {
        let pages: Vec<ObjectId> = doc.get_pages().into_values().collect();
        let root = doc.new_object_id();
        let ids: Vec<ObjectId> = self.nodes.iter().map(|_| doc.new_object_id()).collect();
        for (n, node) in self.nodes.iter().enumerate() {
            let parent = if n == 0 { root } else { ids[node.parent] };
            doc.objects.insert(ids[n], Object::Dictionary(node.dictionary(parent, &ids, &pages)));
        }
        let mut numbers = Vec::new();
        for (n, (marks, page)) in self.marks.iter().zip(&pages).enumerate() {
            let behind = marks.iter().map(|node| Object::Reference(ids[*node])).collect();
            numbers.push(Object::Integer(n as i64));
            numbers.push(Object::Reference(doc.add_object(Object::Array(behind))));
            let page = doc.get_dictionary_mut(*page).map_err(refused)?;
            page.set("StructParents", n as i64);
            page.set("Tabs", Object::Name(b"S".to_vec()));
        }
        let parents = doc.add_object(dictionary! { "Nums" => numbers });
        let tree = dictionary! { "Type" => "StructTreeRoot", "K" => ids[0], "ParentTree" => parents };
        doc.objects.insert(root, Object::Dictionary(tree));
        let catalog = doc.catalog_mut().map_err(refused)?;
        catalog.set("StructTreeRoot", root);
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
        Ok(())
    }
}

const fn tag(part: &Part) -> Option<&'static str> {
    Some(match part {
        Part::Title => "H1",
        Part::Heading => "H2",
        Part::Paragraph => "P",
        Part::Row => "TR",
        Part::Head => "TH",
        Part::Cell => "TD",
        Part::Figure(_) => "Figure",
        Part::Running => return None,
    })
}

impl Node {
    fn dictionary(&self, parent: ObjectId, ids: &[ObjectId], pages: &[ObjectId]) -> Dictionary {
        let mut dict = dictionary! { "S" => self.tag, "P" => parent };
        let first = self.kids.iter().find_map(|kid| if let Kid::Mark(page, _) = kid { Some(*page) } else { None });
        if let Some(id) = first.and_then(|page| pages.get(page)) {
            dict.set("Pg", *id);
        }
        let kid = |kid: &Kid| match kid {
            Kid::Node(node) => Object::Reference(ids[*node]),
            Kid::Mark(page, number) if Some(*page) == first => Object::Integer(*number as i64),
            Kid::Mark(page, number) => {
                let mut mark = dictionary! { "Type" => "MCR", "MCID" => *number as i64 };
                if let Some(id) = pages.get(*page) {
                    mark.set("Pg", *id);
                }
                Object::Dictionary(mark)
            }
        };
        let mut kids: Vec<Object> = self.kids.iter().map(kid).collect();
        if kids.len() == 1 {
            dict.set("K", kids.remove(0));
        } else if !kids.is_empty() {
            dict.set("K", kids);
        }
        if let Some(alt) = &self.alt {
            dict.set("Alt", lopdf::text_string(alt));
        }
        dict
    }
}
