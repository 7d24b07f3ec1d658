@NullMarked
package io.habeas.schemas.wire;

import org.jspecify.annotations.NullMarked;
