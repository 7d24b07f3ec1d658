/** The catalogue of topics: their names, writers, keys, records and retention. */
@NullMarked
package io.habeas.schemas;

import org.jspecify.annotations.NullMarked;
