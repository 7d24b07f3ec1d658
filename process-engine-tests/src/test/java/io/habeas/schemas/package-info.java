@NullMarked
package io.habeas.schemas;

import org.jspecify.annotations.NullMarked;
