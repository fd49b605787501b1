/// Whole texts as gzip (RFC 1952), fast rather than small.
public enum GzipText {
    /// Compresses a text.
    public static func compress(_ text: [UInt8]) -> [UInt8] { Deflater().deflate(text, isLast: true, isGzip: true) }
}
