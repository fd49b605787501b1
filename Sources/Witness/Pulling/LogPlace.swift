import Durability
import Ledger
import NIOCore
public import WebClient
import Glibc

/// Where a witness reads a log: an archive's folder, or the address that publishes one.
public enum LogPlace: Sendable, CustomStringConvertible {
    /// The folder of an archive.
    case folder(String)
    /// The address of an archive's folder.
    case address(WebAddress)

    /// Why a file could not be read.
    public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// The file, and what is wrong.
        public let description: String
    }

    /// The folder or the address.
    public var description: String {
        switch self {
        case .folder(let path): path
        case .address(let url): url.text
        }
    }

    /// A file of the ledger; nil if it is not there.
    ///
    /// - Parameters:
    ///   - path: its path below the folder of the ledger.
    ///   - maximum: the maximum length in bytes.
    func file(_ path: String, upTo maximum: Int) throws(Fault) -> [UInt8]? {
        switch self {
        case .folder(let folder):
            do throws(FileError) {
                return try FileBytes.read("\(folder)/ledger/\(path)", upTo: maximum)
            } catch {
                if [ENOENT, ENOTDIR].contains(error.code) { return nil }
                throw Fault(description: "\(error)")
            }
        case .address(let url):
            guard let address = url.appending("ledger/\(path)") else {
                throw Fault(description: "\(url.text) has a query")
            }
            return try Self.fetch(address, upTo: maximum)
        }
    }

    private static func fetch(_ address: WebAddress, upTo maximum: Int) throws(Fault) -> [UInt8]? {
        let answer: WebExchange.Answer
        do throws(WebExchange.Fault) {
            answer = try WebExchange(address, .get, timeout: .seconds(30), maximumBody: maximum).run()
        } catch {
            throw Fault(description: "\(address.text): \(error.words)")
        }
        guard ![404, 410].contains(answer.status) else { return nil }
        guard answer.status == 200 else { throw Fault(description: "\(address.text): it answered \(answer.status)") }
        guard answer.isComplete else {
            throw Fault(description: "\(address.text): the answer is cut off, or longer than \(maximum >> 10) KiB")
        }
        return answer.body
    }
}
