//! Visits the nodes of a tree without recursion.

use crate::document::html::tree::{NONE, ROOT, Tree};

/// What [`Tree::visit`] does with the nodes.
pub(in crate::document) trait Visit {
    /// Handles a node before its children. Returns whether to visit them.
    fn enter(&mut self, id: u32) -> bool;

    /// Handles a node after its children, or after itself if they are not visited.
    fn leave(&mut self, id: u32);
}

impl Tree {
    /// Visits all nodes in document order, without recursion: enters each before its children and leaves it after them.
    pub(in crate::document) fn visit(&self, visitor: &mut impl Visit) {
        let mut id = self.node(ROOT).first;
        while id != NONE {
            if visitor.enter(id) && self.node(id).first != NONE {
                id = self.node(id).first;
                continue;
            }
            loop {
                visitor.leave(id);
                let node = self.node(id);
                if node.next != NONE {
                    id = node.next;
                    break;
                }
                id = node.parent;
                if id == NONE || id == ROOT {
                    return;
                }
            }
        }
    }
}
