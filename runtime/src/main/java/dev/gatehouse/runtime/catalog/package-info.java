/// What a gateway serves: agents, models, tools. Start with
/// [dev.gatehouse.runtime.catalog.Catalog].
@NullMarked
package dev.gatehouse.runtime.catalog;

import org.jspecify.annotations.NullMarked;
