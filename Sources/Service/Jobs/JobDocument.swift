import EventStore
import TrackingLog

/// A job as JSON.
enum JobDocument {
    static func json(_ job: LogJob, _ links: DownloadLinks) -> [UInt8] {
        JSONObject.bytes { object in
            object.put("request_id", job.id.description)
            object.put("state", job.state.rawValue)
            object.put("requested", job.requested.rfc3339)
            object.put("as_of", job.asOf.rfc3339)
            object.put("date", job.date?.description)
            object.put("apps", job.apps?.texts)
            object.put("attempts", job.attempts)
            object.put("reason", job.reason.map(shown))
            object.put("rows", job.rows)
            object.put("bytes", job.bytes)
            object.put("finished", job.finished?.rfc3339)
            object.put("expires", job.expires?.rfc3339)
            object.put("file", job.result.map { links.link(to: $0) })
        }
    }

    /// A reason without the paths that earlier versions wrote there: clients must not learn them.
    static func shown(_ reason: String) -> String {
        reason.split(separator: " ", omittingEmptySubsequences: false)
            .map { word in word.hasPrefix("/") ? word.split(separator: "/").last ?? "" : word }
            .joined(separator: " ")
    }
}
