//! The one integration program.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod alarms;
mod board;
mod branches;
mod case;
mod case_ways;
mod cli;
mod demo;
mod dialogs;
mod entries;
mod floating;
mod forms;
mod gallery;
mod importing;
mod incident;
mod incident_money;
mod incident_page;
mod incident_properties;
mod intake;
mod kill;
mod kpi;
mod layers;
mod linking;
mod links;
mod organisation;
mod own_names;
mod painter;
mod printers;
mod procedure_engine;
mod procedure_page;
mod procedures;
mod rows;
mod rule_books;
mod rules_edit;
mod scans;
mod screens;
mod signing;
mod sizes;
mod sources;
mod store;
mod texts;
mod window;
mod words;
mod worklist;
mod world;
