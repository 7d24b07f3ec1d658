/** One erasure as a client sees it, over HTTP and mail, with the database watched from outside. */
@NullMarked
package io.habeas.standalone.demo;

import org.jspecify.annotations.NullMarked;
