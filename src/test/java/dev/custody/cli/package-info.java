/** Tests of the program as users run it. */
package dev.custody.cli;
