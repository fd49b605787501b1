import Hummingbird
import LogArchive
import NIOCore

/// The whole body of a request, inflated where it is gzip.
enum SmallBody {
    /// Why there is no body.
    enum Fault: Error {
        /// It is too long, as sent or inflated.
        case tooLong
        /// Its coding is not supported.
        case coding
        /// Its header says gzip, and it is not.
        case notGzip
    }

    /// Reads a body.
    ///
    /// - Parameter maximum: its maximum length in bytes, as sent and inflated.
    static func read(_ request: Request, maximum: Int) async throws -> [UInt8] {
        guard let coding = RequestCoding(request.headers) else { throw Fault.coding }
        var bytes: [UInt8] = []
        for try await piece in request.body {
            guard bytes.count + piece.readableBytes <= maximum else { throw Fault.tooLong }
            bytes.append(contentsOf: piece.readableBytesView)
        }
        return coding == .plain ? bytes : try inflate(bytes, maximum: maximum)
    }

    private static func inflate(_ bytes: [UInt8], maximum: Int) throws(Fault) -> [UInt8] {
        var inflater = GzipInflater()
        var text = [UInt8](repeating: 0, count: maximum + 1)
        let count = bytes.withUnsafeBytes { bytes in
            var rest = bytes
            return text.withUnsafeMutableBytes { try? inflater.inflate(&rest, into: $0) }
        }
        guard let count else { throw .notGzip }
        guard count <= maximum else { throw .tooLong }
        guard inflater.isComplete else { throw .notGzip }
        text.removeLast(text.count - count)
        return text
    }
}
