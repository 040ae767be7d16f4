package server

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// alive answers as long as the process does.
func (s *Server) alive(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) }

// ready answers as long as the database does.
func (s *Server) ready(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
	defer cancel()
	if err := s.Store.Ping(ctx); err != nil {
		recordOf(ctx).err = err
		s.fail(c, problem(http.StatusServiceUnavailable, "The database does not answer."))
		return
	}
	c.JSON(http.StatusOK, gin.H{"status": "ok"})
}
