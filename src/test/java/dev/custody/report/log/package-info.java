/** Tests of reading the logs of steps. */
package dev.custody.report.log;
