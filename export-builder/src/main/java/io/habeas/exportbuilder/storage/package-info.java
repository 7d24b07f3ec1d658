/** The object storage: sealed parts on their way in, encrypted packages on their way out. */
@NullMarked
package io.habeas.exportbuilder.storage;

import org.jspecify.annotations.NullMarked;
