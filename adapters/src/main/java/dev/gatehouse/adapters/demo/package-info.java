/// A model that is none: it answers by simple rules, without a network or a key, so that everything
/// around a model can be tried and tested. Start with [dev.gatehouse.adapters.demo.DemoModel].
@NullMarked
package dev.gatehouse.adapters.demo;

import org.jspecify.annotations.NullMarked;
