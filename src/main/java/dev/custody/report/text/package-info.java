/** What a command prints about one record, archive or verdict: text for a terminal and a log. */
@NullMarked
package dev.custody.report.text;

import org.jspecify.annotations.NullMarked;
