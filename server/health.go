package server

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"buildout/models"

	"github.com/gin-gonic/gin"
)

// alive answers as long as the process does.
func (s *Server) alive(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) }

// readyTimeout is how long the database may take to say that it is ready.
const readyTimeout = 2 * time.Second

// ready answers as long as the database does and has the schema of the program.
func (s *Server) ready(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), readyTimeout)
	defer cancel()
	err := s.Store.Ready(ctx)
	if err == nil {
		c.JSON(http.StatusOK, gin.H{"status": "ok"})
		return
	}
	recordOf(ctx).err = err
	detail := "The database does not answer."
	var other *models.SchemaError
	if errors.As(err, &other) {
		detail = sentence(other.Error())
	}
	c.Header("Retry-After", "1")
	s.fail(c, problem(http.StatusServiceUnavailable, detail))
}

// sentence makes one of an error's text.
func sentence(text string) string { return strings.ToUpper(text[:1]) + text[1:] + "." }
