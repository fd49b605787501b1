package import Diagnosis

extension Cause {
    /// What happened, in a few words.
    package var title: String {
        switch self {
        case .tokenChurn: "More tokens are dead"
        case .credentials: "The gateway refuses the sender's credentials"
        case .environmentMixup: "Tokens of another environment or sender"
        case .gatewayOutage: "The gateway was in trouble"
        case .throttling: "The gateway asked to slow down"
        case .payloadTooLarge: "Payloads are too large"
        case .badRequest: "The gateway does not understand the requests"
        case .templateOrAudience: "Messages could not be made, or had nobody to go to"
        case .suppressionRise: "More messages are held back"
        case .opensDown: "Fewer messages are opened"
        case .opensNotTracked: "Opens are no longer recorded"
        case .confirmationsNotTracked: "Arrivals are no longer confirmed"
        case .volumeMissing: "Usual messages are missing"
        case .stuckInFlight: "Messages get no answer"
        case .duplicates: "Messages or events come twice"
        case .clockSkew: "Times contradict each other"
        case .overRetry: "Too many attempts"
        case .silenceSpike: "Tokens died during a pause"
        case .tokenMoves: "Devices change hands"
        case .mixShift: "Only the mix of traffic moved"
        case .unknownReason: "Failures for unknown reasons"
        }
    }

    /// What is counted: `refused as dead tokens`.
    var measure: String {
        switch self {
        case .tokenChurn, .silenceSpike: "refused as dead tokens"
        case .credentials: "refused for the sender's credentials"
        case .environmentMixup: "refused as tokens of another environment or sender"
        case .gatewayOutage: "refused since the gateway was in trouble"
        case .throttling: "refused as too many"
        case .payloadTooLarge: "refused as too large"
        case .badRequest: "refused as bad requests"
        case .templateOrAudience: "failed before they reached a gateway"
        case .suppressionRise: "held back"
        case .opensDown, .opensNotTracked: "opened soon"
        case .confirmationsNotTracked: "confirmed by the device"
        case .volumeMissing: "messages"
        case .stuckInFlight: "without an answer"
        case .duplicates: "there twice"
        case .clockSkew: "with contradicting times"
        case .overRetry: "attempted more than ten times"
        case .tokenMoves: "to devices under another person than before"
        case .mixShift: "not delivered"
        case .unknownReason: "failed for reasons that are not known"
        }
    }

    /// Among what it is counted.
    var whole: String {
        switch self {
        case .tokenChurn, .silenceSpike, .credentials, .environmentMixup, .gatewayOutage, .throttling, .payloadTooLarge,
            .badRequest:
            "deliveries that reached a gateway"
        case .opensDown, .opensNotTracked, .confirmationsNotTracked: "accepted deliveries"
        case .volumeMissing: "usual messages"
        default: "deliveries"
        }
    }

    /// What to do, in this order.
    var steps: [String] {
        switch self {
        case .tokenChurn:
            [
                "Ask what was released or changed on this platform just before: app versions, permission prompts, sign-outs.",
                "Check that the app hands every new token to the sender, at each start.",
                "Remove the dead tokens: pushtrail segment stale-tokens lists them.",
                "Reach these people elsewhere meanwhile: pushtrail segment fallback.",
            ]
        case .credentials:
            [
                "Renew the certificate, key or service account of this app with the gateway.",
                "Check the clock of the sending machine: tokens of authentication expire by it.",
                "Send again what was refused and still matters: pushtrail segment retry.",
            ]
        case .environmentMixup:
            [
                "Compare the environment (sandbox or production), bundle and sender id of the app with the sender's settings.",
                "Do not remove these tokens: they are alive, and refused for the sender's mistake.",
                "Look for builds that were handed out with another configuration.",
            ]
        case .gatewayOutage:
            [
                "Compare the hours with the gateway's status page.",
                "Check that refused messages were tried again, with growing pauses.",
                "Send again what was lost and still matters: pushtrail segment retry.",
            ]
        case .throttling:
            [
                "Spread the sending: look for a campaign that began at this moment.",
                "Check that the sender waits as long as the gateway asks (Retry-After).",
                "Ask for a higher quota if this volume is to stay.",
            ]
        case .payloadTooLarge:
            [
                "Look at the payloads of this journey: what was added at this moment?",
                "Cut them to 4,096 bytes, and have the app fetch the rest.",
            ]
        case .badRequest:
            [
                "Read the gateway's words below: they name the field.",
                "Undo what changed in the sender or the template at this moment, then send again.",
            ]
        case .templateOrAudience:
            [
                "Render the template of this journey with the data of a person who got nothing.",
                "Check the segment or the import that feeds the audience.",
            ]
        case .suppressionRise:
            [
                "Look at the reasons below: unsubscribed, capped, or a control group.",
                "Check what changed in caps, consent and preference settings at this moment.",
            ]
        case .opensDown:
            [
                "Delivery is fine: look at the text, the offer, the time and the audience of these messages.",
                "Compare variants: pushtrail report --by journey,step,variant.",
            ]
        case .opensNotTracked:
            [
                "Ask which app version was released at this moment, and whether it still reports opens.",
                "Do not judge texts by open rates from here on: compare conversions.",
            ]
        case .confirmationsNotTracked:
            [
                "Ask which app version was released at this moment, and whether it has the code that confirms arrival.",
                "Do not read the confirmation rate as delivery from here on.",
            ]
        case .volumeMissing:
            [
                "Check the job, the import or the trigger that sends these messages.",
                "Ask whether it was paused on purpose; else send what is still wanted.",
                "Compare with the sender's list: pushtrail reconcile.",
            ]
        case .stuckInFlight:
            [
                "Check the process that records the gateway's answers.",
                "Check the queue between sender and gateway: were these messages handed over?",
            ]
        case .duplicates:
            [
                "Look for a job that ran twice, or a retry after an answer that came late.",
                "Check that the log's import ran once: pushtrail ingest keeps an event once.",
            ]
        case .clockSkew:
            [
                "Compare the clocks and time zones of the machines that write these events.",
                "Do not trust latencies from here on.",
            ]
        case .overRetry:
            [
                "Limit attempts to ten, with growing pauses.",
                "Look at the reasons below: which of them should not be tried again at all?",
            ]
        case .silenceSpike:
            [
                "No incident: these tokens died one by one while nothing was sent.",
                "Remove them: pushtrail segment stale-tokens lists them.",
                "Expect the rate to fall back within days.",
            ]
        case .tokenMoves:
            [
                "Check that signing out takes the token from the person, and signing in gives it to the next.",
                "See whose they are: pushtrail segment moved-tokens.",
            ]
        case .mixShift:
            [
                "Nothing got worse anywhere: more was sent where less is delivered.",
                "Compare within each platform, app and journey: pushtrail report --by platform,app.",
            ]
        case .unknownReason:
            [
                "Read the words below, and ask the vendor of the log what they mean.",
                "Treat them as refusals until that is known.",
            ]
        }
    }
}
