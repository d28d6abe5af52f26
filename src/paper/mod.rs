//! Printed sheets: laid out once, painted on screen and written as PDF from the same sheet.
