/** Tests of what people read. */
package dev.custody.report.render;
