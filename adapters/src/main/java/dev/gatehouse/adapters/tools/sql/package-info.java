/// Tools that are one statement to a database each, over JDBC. Start with
/// [dev.gatehouse.adapters.tools.sql.SqlTool].
@NullMarked
package dev.gatehouse.adapters.tools.sql;

import org.jspecify.annotations.NullMarked;
