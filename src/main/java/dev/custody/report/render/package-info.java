/** The document of a run as Markdown and as an HTML page. */
@NullMarked
package dev.custody.report.render;

import org.jspecify.annotations.NullMarked;
