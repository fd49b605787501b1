import Hummingbird
import LogArchive
import NIOCore

/// The whole body of a request that is to be small, inflated where it is gzip.
enum SmallBody {
    /// Why there is no body.
    enum Fault: Error {
        /// It is longer than it may be, as it came or inflated.
        case tooLong
        /// It is coded in a way that we do not read.
        case coding
        /// It is not the gzip that it is said to be.
        case notGzip
    }

    /// Reads a body of at most so many bytes.
    static func read(_ request: Request, most: Int) async throws -> [UInt8] {
        guard let coding = RequestCoding(request.headers) else { throw Fault.coding }
        var bytes: [UInt8] = []
        for try await piece in request.body {
            guard bytes.count + piece.readableBytes <= most else { throw Fault.tooLong }
            bytes.append(contentsOf: piece.readableBytesView)
        }
        return coding == .plain ? bytes : try inflate(bytes, most: most)
    }

    private static func inflate(_ bytes: [UInt8], most: Int) throws(Fault) -> [UInt8] {
        var inflater = GzipInflater()
        var text = [UInt8](repeating: 0, count: most + 1)
        let count = bytes.withUnsafeBytes { bytes in
            var rest = bytes
            return text.withUnsafeMutableBytes { try? inflater.inflate(&rest, into: $0) }
        }
        guard let count else { throw .notGzip }
        guard count <= most else { throw .tooLong }
        guard inflater.isComplete else { throw .notGzip }
        text.removeLast(text.count - count)
        return text
    }
}
