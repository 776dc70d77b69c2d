//! One state of all tables.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use redb::{ReadOnlyTable, ReadTransaction, ReadableTable, TableDefinition, TableError};

use super::failed;
use crate::kv::engine::{View, Visit};
use crate::kv::span::Direction;
use crate::kv::{KvError, Space, Span};

type Table = ReadOnlyTable<&'static [u8], &'static [u8]>;

/// A table's definition; its name is borrowed.
pub(super) fn table(name: &str) -> TableDefinition<'_, &'static [u8], &'static [u8]> {
    TableDefinition::new(name)
}

/// One state of all tables; each is opened when it is first asked for.
pub(super) struct Tables {
    reading: ReadTransaction,
    open: RefCell<BTreeMap<u8, Option<Rc<Table>>>>,
}

impl Tables {
    /// The state that `reading` sees.
    pub fn of(reading: ReadTransaction) -> Self {
        Self {
            reading,
            open: RefCell::default(),
        }
    }

    /// The table of `space`; `None` while nothing was ever put there. It is shared rather than lent, because a
    /// visitor of its rows may ask for other tables.
    fn table(&self, space: u8) -> Result<Option<Rc<Table>>, KvError> {
        if let Some(known) = self.open.borrow().get(&space) {
            return Ok(known.clone());
        }
        let found = match self.reading.open_table(table(&space.to_string())) {
            Ok(found) => Some(Rc::new(found)),
            Err(TableError::TableDoesNotExist(_)) => None,
            Err(trouble) => return Err(failed("open table")(trouble)),
        };
        self.open.borrow_mut().insert(space, found.clone());
        Ok(found)
    }
}

impl View for Tables {
    fn get(&self, space: Space, key: &[u8]) -> Result<Option<Vec<u8>>, KvError> {
        let Some(table) = self.table(space.id)? else {
            return Ok(None);
        };
        let found = ReadableTable::get(&*table, key).map_err(failed("get"))?;
        Ok(found.map(|value| value.value().to_vec()))
    }

    fn scan(&self, space: Space, span: &Span, visit: &mut Visit<'_>) -> Result<(), KvError> {
        let (Some(table), Some(bounds)) = (self.table(space.id)?, span.bounds()) else {
            return Ok(());
        };
        let rows = ReadableTable::range::<&[u8]>(&*table, bounds);
        let mut rows = rows.map_err(failed("scan"))?;
        for _ in 0..span.most() {
            let row = match span.direction() {
                Direction::Forward => rows.next(),
                Direction::Reverse => rows.next_back(),
            };
            let Some(row) = row else { break };
            let (key, value) = row.map_err(failed("scan"))?;
            if visit(key.value(), value.value())?.is_break() {
                break;
            }
        }
        Ok(())
    }
}
