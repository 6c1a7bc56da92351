package io.layerscope.web;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer a JSON Pointer (RFC 6901) into the body, or the name of a parameter
 * @param detail what is wrong there, and what would be right
 */
public record FieldError(String pointer, String detail) {}
