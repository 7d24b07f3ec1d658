/** What can be said of a reply before it is known what it answers. */
@NullMarked
package io.habeas.protocol.reply;

import org.jspecify.annotations.NullMarked;
