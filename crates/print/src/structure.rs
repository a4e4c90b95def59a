//! What a document is to a screen reader: headings, lists and tables, beside what is drawn.
//!
//! A tree of elements. The leaves are slots: a text that is laid out is drawn into a slot, in as
//! many pieces as it has pages, and the pieces are filed there in the order of reading.
//! Not here: how a PDF file writes such a tree (krilla).

use std::num::NonZeroU16;

use krilla::tagging::{
    Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

/// An element, with the words of ISO 32000-1 (14.8.4).
#[derive(Clone, Debug)]
pub(crate) enum Role {
    /// A heading with its depth, from 1, and its text.
    Heading(NonZeroU16, String),
    Paragraph,
    Strong,
    /// Pieces that belong together.
    Division,
    /// A list with a dot before each item.
    DottedList,
    /// A list whose labels are words.
    LabelledList,
    ListItem,
    Label,
    ListBody,
    Table,
    Caption,
    TableHead,
    TableBody,
    Row,
    ColumnHead,
    Cell,
}

/// An element of the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element(usize);

/// Where the pieces of a drawn text are filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot(usize);

/// The tree while it grows.
#[derive(Default)]
pub(crate) struct Structure {
    elements: Vec<(Role, Vec<Child>)>,
    /// What the document itself consists of.
    top: Vec<Child>,
    slots: Vec<Vec<Identifier>>,
}

#[derive(Clone, Copy)]
enum Child {
    Element(Element),
    Slot(Slot),
}

impl Structure {
    /// A new element of the document itself.
    pub(crate) fn element(&mut self, role: Role) -> Element {
        let element = Element(self.elements.len());
        self.elements.push((role, Vec::new()));
        self.top.push(Child::Element(element));
        element
    }

    /// A new element at the end of another.
    pub(crate) fn element_in(&mut self, parent: Element, role: Role) -> Element {
        let element = Element(self.elements.len());
        self.elements.push((role, Vec::new()));
        self.elements[parent.0].1.push(Child::Element(element));
        element
    }

    /// A new slot at the end of an element.
    pub(crate) fn slot_in(&mut self, parent: Element) -> Slot {
        let slot = Slot(self.slots.len());
        self.slots.push(Vec::new());
        self.elements[parent.0].1.push(Child::Slot(slot));
        slot
    }

    /// Files what was drawn last of a text.
    pub(crate) fn file(&mut self, slot: Slot, piece: Identifier) {
        self.slots[slot.0].push(piece);
    }

    /// The tree as krilla takes it.
    pub(crate) fn into_tree(self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for child in &self.top {
            self.nodes(*child, &mut tree.children);
        }
        tree
    }

    fn nodes(&self, child: Child, nodes: &mut Vec<Node>) {
        match child {
            Child::Slot(slot) => nodes.extend(self.slots[slot.0].iter().map(|&piece| piece.into())),
            Child::Element(element) => {
                let (role, children) = &self.elements[element.0];
                let mut group = TagGroup::new(tag(role));
                for child in children {
                    self.nodes(*child, &mut group.children);
                }
                nodes.push(group.into());
            }
        }
    }
}

fn tag(role: &Role) -> TagKind {
    match role {
        Role::Heading(depth, text) => Tag::Hn(*depth, Some(text.clone())).into(),
        Role::Paragraph => Tag::P.into(),
        Role::Strong => Tag::Strong.into(),
        Role::Division => Tag::Div.into(),
        Role::DottedList => Tag::L(ListNumbering::Disc).into(),
        Role::LabelledList => Tag::L(ListNumbering::None).into(),
        Role::ListItem => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::ListBody => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Caption => Tag::Caption.into(),
        Role::TableHead => Tag::THead.into(),
        Role::TableBody => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::Cell => Tag::TD.into(),
    }
}
