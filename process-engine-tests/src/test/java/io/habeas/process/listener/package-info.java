@NullMarked
package io.habeas.process.listener;

import org.jspecify.annotations.NullMarked;
