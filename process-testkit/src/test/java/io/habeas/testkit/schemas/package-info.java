@NullMarked
package io.habeas.testkit.schemas;

import org.jspecify.annotations.NullMarked;
