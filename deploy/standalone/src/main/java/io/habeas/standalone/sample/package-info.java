/** The sample controller's database: its people, and what an observer sees of it from outside. */
@NullMarked
package io.habeas.standalone.sample;

import org.jspecify.annotations.NullMarked;
