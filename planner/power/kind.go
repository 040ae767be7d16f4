package power

import "strings"

// Kind names a stage of a power or cooling train.
type Kind string

// The stages a train may have, from the grid to the rack and from the heat
// rejection to the room.
const (
	Feed        Kind = "feed"
	Transformer Kind = "transformer"
	Switchgear  Kind = "switchgear"
	Generator   Kind = "generator"
	UPS         Kind = "ups"
	STS         Kind = "sts"
	PDU         Kind = "pdu"
	Chiller     Kind = "chiller"
	Pump        Kind = "pump"
	AirHandler  Kind = "air_handler"
	LiquidLoop  Kind = "liquid_loop"
)

// Kinds lists every kind a stage of a train may have. Feed is not among them:
// a site lists its grid feeds by themselves.
var Kinds = []Kind{Transformer, Switchgear, Generator, UPS, STS, PDU, Chiller, Pump, AirHandler, LiquidLoop}

// Cooling reports whether the stage moves heat; its rating is then kW of heat.
func (k Kind) Cooling() bool {
	return k == Chiller || k == Pump || k == AirHandler || k == LiquidLoop
}

// Critical reports whether the stage stands between the UPS and the rack, so
// that it carries IT load alone and its losses heat the building.
func (k Kind) Critical() bool { return k == UPS || k == STS || k == PDU }

// Apparent reports whether the stage is rated in kVA rather than kW.
func (k Kind) Apparent() bool { return k == Transformer || k == Switchgear }

// Capacity reports whether the modules of the stage make power or cooling, so
// that the Uptime Institute counts them as capacity components; the others are
// paths of distribution.
func (k Kind) Capacity() bool { return k == Generator || k == UPS || k.Cooling() }

// Radial reports whether each module feeds loads of its own, so that no other
// module of its system stands in for it.
func (k Kind) Radial() bool { return k == PDU || k == STS }

// Bussed reports whether the modules of a system share a bus or a pipe loop.
// Air handlers share the air of the room, which cannot be taken out.
func (k Kind) Bussed() bool { return k != AirHandler }

// Words returns the kind as an English sentence writes it.
func (k Kind) Words() string {
	switch k {
	case UPS, STS, PDU:
		return strings.ToUpper(string(k))
	case Feed:
		return "grid feed"
	}
	return strings.ReplaceAll(string(k), "_", " ")
}
