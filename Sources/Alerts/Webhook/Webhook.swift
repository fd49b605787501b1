import NIOCore
import TrackingLog
public import WebClient

/// Posts notices, and tries again where that helps.
public struct Webhook: Sendable {
    /// Where to.
    public var url: WebAddress
    /// The form of notices.
    public var format: WebhookFormat
    /// Which certificates it may show.
    public var trust = WebTrust.system
    /// How many milliseconds one try may take, from the name's look-up to the answer.
    public var timeout = 10_000
    /// How many times a notice is posted at most, until it is taken.
    public var tries = 3
    /// How many seconds it may ask to wait (`Retry-After`); if it asks for more, there is no other try.
    public var longestWait = 30
    /// Waits for a number of seconds between tries.
    public var pause: @Sendable (Int) -> Void = { seconds in Webhook.sleep(seconds) }

    /// A webhook; without a format it is the one that its host takes.
    public init(_ url: WebAddress, format: WebhookFormat? = nil) {
        self.url = url
        self.format = format ?? WebhookFormat(for: url)
    }

    /// Why a notice was not taken.
    public struct Failure: Error, Equatable, CustomStringConvertible {
        /// The host, never more of the address, and what went wrong.
        public let description: String
    }

    /// Posts a notice.
    ///
    /// It is posted again if no connection could be made, or the answer is 429 or 5xx; not if there is no answer, since the
    /// notice may have been taken.
    public func post(_ notice: Notice) throws(Failure) {
        let body: [UInt8]
        do {
            body = try format.body(of: notice)
        } catch {
            throw failure("the notice cannot be written: \(error)")
        }
        for attempt in 1...max(1, tries) {
            let outcome = attemptPosting(body)
            switch outcome {
            case .taken: return
            case .refused(let reason): throw failure(reason)
            case .again(let reason, let wait):
                let wait = wait ?? 1 << (attempt - 1)
                guard wait <= longestWait else { throw failure("\(reason); it asks to wait \(wait.grouped) s") }
                guard attempt < tries else { throw failure("\(reason), \(attempt.counting("time"))") }
                pause(wait)
            }
        }
    }

    private enum Outcome {
        case taken
        case refused(String)
        /// After some seconds; nil for the usual.
        case again(String, wait: Int?)
    }

    private func attemptPosting(_ body: [UInt8]) -> Outcome {
        var target = url
        var isRedirected = false
        while true {
            let answer: WebExchange.Answer
            do throws(WebExchange.Fault) {
                answer = try WebExchange(
                    target, .post(body, type: "application/json; charset=utf-8"),
                    timeout: .milliseconds(Int64(timeout)), trust: trust, maximumBody: 512
                ).run()
            } catch {
                return Self.outcome(of: error)
            }
            guard [307, 308].contains(answer.status), !isRedirected, let location = answer.location else {
                return Self.outcome(of: answer)
            }
            guard let next = target.following(location), next.isSecure == target.isSecure else {
                return .refused("it redirects (\(answer.status)) to another scheme, which is not followed")
            }
            target = next
            isRedirected = true
        }
    }

    private static func outcome(of fault: WebExchange.Fault) -> Outcome {
        switch fault {
        case .unreached(let error): .again("no connection: \(WebExchange.words(error))", wait: nil)
        case .untrusted(let error): .refused("no encrypted connection: \(WebExchange.words(error))")
        case .unanswered(let reason): .refused(reason)
        }
    }

    private static func outcome(of answer: WebExchange.Answer) -> Outcome {
        // Its first line is enough.
        let text = String(decoding: answer.body, as: UTF8.self).prefix { !$0.isNewline }.prefix(120)
        let reason = "it answered \(answer.status)\(text.isEmpty ? "" : " (\(text))")"
        return switch answer.status {
        case 200..<300: .taken
        case 300..<400: .refused("it redirects (\(answer.status)), which is not followed")
        case 429, 500...: .again(reason, wait: answer.retryAfter.flatMap { Int($0) }.map { max(0, $0) })
        default: .refused(reason)
        }
    }

    private func failure(_ reason: String) -> Failure {
        Failure(description: "the notice was not delivered to \(url): \(reason)")
    }
}
