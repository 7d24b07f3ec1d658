/** Whether what a service stands on can be reached. */
@NullMarked
package io.habeas.process.probe;

import org.jspecify.annotations.NullMarked;
